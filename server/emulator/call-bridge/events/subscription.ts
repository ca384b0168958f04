import { z } from 'zod';
import type { ElementValues } from './elements';

/** What a client sends. Unknown keys and element names are tolerated; anything else is no subscription. */
export const subscriptionSchema = z.object({
  index: z.number().int().min(0),
  type: z.enum(['calls', 'callInfo', 'callRoster']),
  call: z
    .string()
    .transform((id) => id.toLowerCase())
    .optional(),
  elements: z.array(z.string()).optional(),
});

export type WantedSubscription = z.infer<typeof subscriptionSchema>;

/** Keys of what a subscription without keys of its own reports: the one call of a `callInfo`. */
export const wholeCall = '';

/** One subscription of one socket: what was sent, and what has yet to be. */
export class Subscription {
  readonly wanted: WantedSubscription;
  readonly #elements: ReadonlySet<string> | null;
  readonly #sent = new Map<string, ElementValues>();
  /** By call or participant id: null for "look again", else the reason for which it is gone. */
  readonly #stale = new Map<string, string | null>();

  constructor(wanted: WantedSubscription) {
    this.wanted = wanted;
    this.#elements = wanted.elements ? new Set(wanted.elements) : null;
  }

  get call(): string {
    return this.wanted.call ?? '';
  }

  /** Whether a later request asks for the very same, so that it goes on as if nothing had been said. */
  sameAs(wanted: WantedSubscription): boolean {
    return JSON.stringify(this.wanted) === JSON.stringify(wanted);
  }

  get isStale(): boolean {
    return this.#stale.size > 0;
  }

  look(key: string): void {
    this.#stale.set(key, null);
  }

  /** What was never told of is forgotten: a client that does not acknowledge must not make a list of it. */
  gone(key: string, reason: string): void {
    if (this.#sent.has(key)) this.#stale.set(key, reason);
    else this.#stale.delete(key);
  }

  /**
   * Takes what has to be told, at most `most` entries. `read` gives the present values, null if there is nothing under
   * that key. Only differences to what was sent come out; a key that was never sent is an `add`.
   */
  take(most: number, read: (key: string) => ElementValues | null): SubscriptionUpdate[] {
    const updates: SubscriptionUpdate[] = [];
    for (const [key, reason] of this.#stale) {
      if (updates.length === most) break;
      this.#stale.delete(key);
      const now = read(key);
      const before = this.#sent.get(key);
      if (now === null) {
        if (before === undefined) continue;
        this.#sent.delete(key);
        updates.push({ key, updateType: 'remove', values: reason === null ? {} : { reason } });
        continue;
      }
      const wanted = this.#only(now);
      this.#sent.set(key, wanted);
      const values = before === undefined ? wanted : difference(before, wanted);
      if (before === undefined || Object.keys(values).length > 0) {
        updates.push({ key, updateType: before === undefined ? 'add' : 'update', values });
      }
    }
    return updates;
  }

  #only(values: ElementValues): ElementValues {
    const elements = this.#elements;
    if (!elements) return values;
    return Object.fromEntries(Object.entries(values).filter(([name]) => elements.has(name)));
  }
}

export interface SubscriptionUpdate {
  key: string;
  updateType: 'add' | 'update' | 'remove';
  values: ElementValues;
}

function difference(before: ElementValues, after: ElementValues): ElementValues {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value));
}
