import type { Scope } from '@/lib/access/scope';
import type { Change } from '@/lib/meeting/change';

/** How many forms of one answer are kept: other limits, other scopes. */
const mostForms = 16;

/**
 * Answers to reads, serialised, until what they tell of becomes different. Who may see what is decided before one is asked for; each
 * scope has its own.
 */
export class KeptReads {
  readonly #ofMeetings = new Map<string, Map<string, Buffer>>();
  #lists = new Map<string, Buffer>();
  readonly #mostBytes: number;
  readonly #scopeKeys = new WeakMap<Scope, string>();
  #bytes = 0;

  /** @param mostBytes how much is kept, in bytes; whatever would be more has all forgotten */
  constructor(mostBytes = 64 * 1024 * 1024) {
    this.#mostBytes = mostBytes;
  }

  /** How much is kept, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** An answer about one meeting. @param form what tells it from others about this meeting @param make what it says, as an object */
  ofMeeting(meeting: string, form: string, scope: Scope | null, make: () => object): Buffer {
    let forms = this.#ofMeetings.get(meeting);
    if (!forms) this.#ofMeetings.set(meeting, (forms = new Map()));
    return this.#keep(forms, form, scope, make);
  }

  /** An answer about all meetings. */
  ofAllMeetings(form: string, scope: Scope | null, make: () => object): Buffer {
    return this.#keep(this.#lists, form, scope, make);
  }

  /** Forgets what a change has made untrue. */
  take(change: Change): void {
    switch (change.event) {
      case 'participant':
      case 'participant-left':
        return this.#forget(change.data.meeting);
      case 'meeting':
      case 'meeting-ended':
        this.#forget(change.data.id);
        this.#bytes -= sizeOf(this.#lists);
        this.#lists = new Map();
    }
  }

  #forget(meeting: string): void {
    const forms = this.#ofMeetings.get(meeting);
    if (!forms) return;
    this.#bytes -= sizeOf(forms);
    this.#ofMeetings.delete(meeting);
  }

  #keep(forms: Map<string, Buffer>, form: string, scope: Scope | null, make: () => object): Buffer {
    const key = scope === null ? form : `${form} ${this.#keyOf(scope)}`;
    const kept = forms.get(key);
    if (kept) return kept;
    const rest = Buffer.from(JSON.stringify(make()).slice(1));
    if (forms.size >= mostForms) {
      this.#bytes -= sizeOf(forms);
      forms.clear();
    }
    if (this.#bytes + rest.length > this.#mostBytes) this.#forgetAll();
    else {
      forms.set(key, rest);
      this.#bytes += rest.length;
    }
    return rest;
  }

  #forgetAll(): void {
    this.#ofMeetings.clear();
    this.#lists = new Map();
    this.#bytes = 0;
  }

  #keyOf(scope: Scope): string {
    let key = this.#scopeKeys.get(scope);
    if (key === undefined) this.#scopeKeys.set(scope, (key = JSON.stringify(scope)));
    return key;
  }
}

function sizeOf(forms: ReadonlyMap<string, Buffer>): number {
  let bytes = 0;
  for (const { length } of forms.values()) bytes += length;
  return bytes;
}
