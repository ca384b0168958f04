import type { Logger } from 'pino';
import type { Change } from '@/lib/meeting/change';
import type { Participant } from '@/lib/meeting/participant';
import { isUnderWay, noticeIdOf, type Redial } from '@/lib/move/notice';
import { sipAddress } from '@/lib/move/recognition';
import type { Audit } from '@/server/audit/audit';
import { rfc3339, type Clock } from '@/server/bridge-client/clock';
import type { Inventory } from '@/server/inventory/inventory';
import type { LostPeople } from '@/server/moves/lost/lost-people';
import { updateRedial, type RedialRecord } from '@/server/moves/lost/redial-store';
import { isClusterSeen } from '@/server/moves/sighting';
import { usher } from '@/server/moves/usher-itself';

/** How often a call is looked at although nothing is heard of it. Bridges let a phone ring for less than two minutes. */
const lookMs = 30_000;
/** For how long somebody who was asked for may not have been seen yet. */
const appearMs = 10_000;
const saveAgainMs = 1_000;

type News = Partial<Pick<RedialRecord, 'state' | 'participant' | 'error'>>;

export interface RedialFollowerParts {
  readonly audit: Audit;
  readonly inventory: Inventory;
  readonly lost: Pick<LostPeople, 'called'>;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Followed {
  record: RedialRecord;
  /** When its state became what it is. */
  sinceMs: number;
  wasSeen: boolean;
  cancel: () => void;
}

/** Follows calls to people who were lost until it is known whether they were answered, by what the bridges say. */
export class RedialFollower {
  readonly #followed = new Map<string, Followed>();
  /** What is not on record as it is. */
  readonly #unsaved = new Map<string, { readonly record: RedialRecord; readonly isOver: boolean }>();
  #saving: Promise<void> = Promise.resolve();
  readonly #unsubscribe: () => void;
  #stopped = false;

  constructor(private readonly parts: RedialFollowerParts) {
    this.#unsubscribe = parts.inventory.subscribe((change) => this.#onChange(change));
  }

  /** Begins to follow a call that is on record, if it is not over; tells of it either way. */
  follow(record: RedialRecord): void {
    this.#tell(record);
    if (!isUnderWay(record)) return;
    const followed: Followed = { record, sinceMs: this.parts.clock.now(), wasSeen: false, cancel: () => undefined };
    this.#followed.set(record.id, followed);
    this.#look(followed);
  }

  /** Takes in what the bridge has answered. */
  note(id: string, news: News): void {
    const followed = this.#followed.get(id);
    if (!followed) return;
    this.#become(followed, news);
    this.#look(followed);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    for (const { cancel } of this.#followed.values()) cancel();
    await this.#saving;
  }

  #onChange(change: Change): void {
    if (this.#followed.size === 0 || (change.event !== 'participant' && change.event !== 'participant-left' && change.event !== 'call-bridge')) return;
    for (const followed of [...this.#followed.values()]) {
      const isTheirs = change.event === 'participant' && this.#isCalled(change.data, followed.record);
      if (isTheirs || change.event === 'call-bridge' || change.data.id === followed.record.participant) this.#look(followed);
    }
  }

  /** Before the call nobody had that address in the whole cluster, so that whoever has it in the meeting now is the one who was called. */
  #isCalled({ id, uri, meeting, movedFrom }: Participant, { participant, address, meeting: into }: RedialRecord): boolean {
    return participant !== null ? id === participant : meeting === into && movedFrom === null && uri !== null && sipAddress(uri) === address;
  }

  #look(followed: Followed): void {
    const { inventory, clock } = this.parts;
    const { record } = followed;
    followed.cancel();
    if (this.#stopped || record.state === 'sending') return;
    const there = record.participant !== null ? inventory.participant(record.participant) : (inventory.participantsIn(record.meeting).find((one) => this.#isCalled(one, record)) ?? null);
    if (there) {
      followed.wasSeen = true;
      const state = there.state === 'connected' ? 'answered' : 'ringing';
      if (state !== record.state || record.participant !== there.id) this.#become(followed, { state, participant: there.id, error: null });
    } else if (this.#isOver(followed)) {
      this.#become(followed, { state: 'no-answer' });
    }
    if (this.#followed.has(followed.record.id)) followed.cancel = clock.after(there ? lookMs : appearMs, () => this.#look(followed));
  }

  /** Whether it is sure that nobody is being called any more: not from the silence of a bridge that is away. */
  #isOver({ record, sinceMs, wasSeen }: Followed): boolean {
    return isClusterSeen(record.cluster, this.parts.inventory) && (wasSeen || this.parts.clock.now() >= sinceMs + appearMs);
  }

  /** The one place where a call changes. */
  #become(followed: Followed, news: News): void {
    followed.record = { ...followed.record, ...news };
    followed.sinceMs = this.parts.clock.now();
    const { record } = followed;
    const isOver = !isUnderWay(record);
    if (isOver) this.#followed.delete(record.id);
    this.#save(record, isOver);
    this.#tell(record);
  }

  #tell({ order, item, into, state, by, atMs, error, participant }: RedialRecord): void {
    const redial: Redial = { into, state, by: { name: by }, at: rfc3339(atMs), error };
    this.parts.lost.called(noticeIdOf(order, item), redial, participant);
  }

  #save(record: RedialRecord, isOver: boolean): void {
    this.#unsaved.set(record.id, { record, isOver });
    this.#saving = this.#saving.then(() => this.#saveLatest(record.id));
  }

  /** One after the other, and of each call what is known of it by then. */
  async #saveLatest(id: string): Promise<void> {
    const latest = this.#unsaved.get(id);
    if (!latest) return;
    const { audit, log, clock } = this.parts;
    const { record, isOver } = latest;
    try {
      await audit.write(async (trx, append) => {
        await updateRedial(trx, record);
        const { id: redial, order, item, participant, error } = record;
        if (isOver) await append({ caller: usher, action: 'redial-ended', result: record.state, details: { redial, order, item, participant, error } });
      });
      if (this.#unsaved.get(id) === latest) this.#unsaved.delete(id);
    } catch (error) {
      log.error({ err: error, redial: id }, 'how a call stands could not be put on record; trying again');
      if (!this.#stopped) clock.after(saveAgainMs, () => (this.#saving = this.#saving.then(() => this.#saveLatest(id))));
    }
  }
}
