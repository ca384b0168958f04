import type { Change } from '@/lib/meeting/change';
import type { Participant } from '@/lib/meeting/participant';
import { claimOf } from '@/lib/move/claim';
import type { Item, ItemFact } from '@/lib/move/item';
import { itemAfter } from '@/lib/move/item-transition';
import type { FoundFor } from '@/lib/trace/item-finding';
import { BoundedMemory } from '@/server/inventory/bounded-memory';
import { draftObserved, type DraftObserved } from '@/server/moves/draft-observed';
import { LastMoment } from '@/server/moves/last-moment';
import type { Return } from '@/server/moves/lost/lost-people';
import { ObservedFollower, type FollowerParts } from '@/server/moves/observed-follower';
import { countObserved, itemsAbout, keepNewestObserved, newestMisses, type TrustCounts } from '@/server/moves/observed-store';
import { findOrder, insertOrders, observedUncompared, unfinishedOrders, updateOrder } from '@/server/moves/order-store';

const usualLimits = {
  /** How many moves by others are followed, or looked into, at once: more than any cluster makes within half a minute, unless they are made up. */
  atOnce: 5_000,
  /** How many are kept on record. */
  kept: 10_000,
};
/** So long after it began a move of an earlier run is still held against what was predicted: what is seen later need not have come of it. In milliseconds. */
const comparedWithinMs = 60_000;
/** How many predictions that failed are told. */
const missesTold = 20;
/** How many newcomers are remembered as looked into. */
const lookedIntoKept = 20_000;
/** Newcomers that come together are looked up together; and where it is not clear yet whose they are, again. In milliseconds. */
const lookUpMs = 50;
const lookAgainMs = 1_000;

export interface ObservedMovesParts extends FollowerParts {
  /** The items of Usher's own orders that are being followed, or were until just now, which move this participant. */
  readonly ownItems: (participant: string) => readonly Item[];
}

/** A newcomer of whom it is not known yet whether Usher had them moved. */
interface Suspect {
  readonly newcomer: Participant;
  readonly oldId: string;
  readonly seenAtMs: number;
  /** The move as it will be put on record if it was not Usher's; null where one of Usher's own is under way, until that is decided. */
  readonly draft: DraftObserved | null;
}

/**
 * Moves that Usher did not send: made by CMM, or by a script at the bridge. Somebody appears who was made from somebody else, and no
 * item of ours has done that. They are put on record once, followed to their end, and told like Usher's own; nothing is ever sent.
 */
export class ObservedMoves {
  readonly #moment = new LastMoment();
  readonly #follower: ObservedFollower;
  readonly #lookedInto = new BoundedMemory<string, true>(lookedIntoKept);
  readonly #suspects = new Map<string, Suspect>();
  readonly #unsubscribe: () => void;
  #cancelLookUp: (() => void) | null = null;
  #lookingUp: Promise<void> | null = null;
  #overlooked = 0;
  #stopped = false;

  constructor(
    private readonly parts: ObservedMovesParts,
    private readonly limits = usualLimits,
  ) {
    this.#follower = new ObservedFollower(parts);
    this.#unsubscribe = parts.inventory.subscribe((change) => this.#take(change));
  }

  /** How many could not be taken in since Usher started, because there were too many at once. */
  get overlooked(): number {
    return this.#overlooked;
  }

  /** How the predictions for a cluster have done since then; the newest that failed, by their ids. */
  async trust(cluster: string, sinceMs: number): Promise<{ counts: TrustCounts; misses: string[] }> {
    const [counts, misses] = await Promise.all([countObserved(this.parts.db, cluster, sinceMs), newestMisses(this.parts.db, cluster, sinceMs, missesTold)]);
    return { counts, misses };
  }

  /** Takes up those that an earlier run was following, or had not compared with what was predicted. */
  async recover(): Promise<void> {
    const { db, clock } = this.parts;
    const [unfinished, uncompared] = await Promise.all([unfinishedOrders(db, true), observedUncompared(db, clock.now() - comparedWithinMs)]);
    for (const stored of [...unfinished, ...uncompared]) this.#follower.follow(stored, null);
  }

  /** Puts on record that somebody who was dropped is back. */
  noteReturn({ order, item, at }: Return): Promise<void> {
    return this.#note(order, item, { fact: 'returned', at });
  }

  /** Puts on record why an item failed. */
  noteFinding({ order, item, finding }: FoundFor): Promise<void> {
    return this.#note(order, item, { fact: 'diagnosed', finding });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    this.#cancelLookUp?.();
    await this.#lookingUp;
    await this.#follower.stop();
  }

  /** Takes in a fact from elsewhere, also of a move that nobody follows any more. */
  async #note(id: string, itemId: string, fact: ItemFact): Promise<void> {
    if (this.#follower.note(id, itemId, fact)) return;
    const { db, clock, publish } = this.parts;
    const changed = await db.transaction().execute(async (trx) => {
      const stored = await findOrder(trx, id);
      const items = stored?.order.items.map((item) => (item.id === itemId ? itemAfter(item, fact) : item)) ?? [];
      if (!stored || items.every((item, index) => item === stored.order.items[index])) return null;
      const { order, routes } = stored;
      await updateOrder(trx, { id, state: order.state, isNewState: false, items, routes }, clock.now());
      return { order: { ...order, items }, routes };
    });
    if (changed) publish(changed.order, changed.routes);
  }

  #take(change: Change): void {
    this.#moment.take(change, this.parts.clock.now());
    if (change.event === 'participant' && change.data.movedFrom) this.#suspect(change.data, change.data.movedFrom.participant);
    this.#follower.take(change);
  }

  #suspect(newcomer: Participant, oldId: string): void {
    if (this.#lookedInto.get(newcomer.id)) return;
    this.#lookedInto.set(newcomer.id, true);
    const { clock, inventory, ownItems } = this.parts;
    // Who has long been there when Usher first sees them was moved at some time that nobody knows.
    if (this.#moment.participant(oldId) === null && newcomer.state === 'connected') return;
    const seenAtMs = clock.now();
    const claims = ownItems(oldId).map((item) => claimOf(item, newcomer.id, seenAtMs));
    if (claims.includes('yes')) return;
    if (this.#suspects.size + this.#follower.size >= this.limits.atOnce) {
      this.#overlooked += 1;
      return;
    }
    const draft = claims.includes('not-yet') ? null : draftObserved({ newcomer, oldId, moment: this.#moment, inventory, nowMs: seenAtMs });
    this.#suspects.set(newcomer.id, { newcomer, oldId, seenAtMs, draft });
    this.#lookUpIn(lookUpMs);
  }

  #lookUpIn(ms: number): void {
    if (this.#stopped) return;
    this.#cancelLookUp ??= this.parts.clock.after(ms, () => {
      this.#cancelLookUp = null;
      this.#lookingUp = this.#lookUp()
        .catch((error: unknown) => this.parts.log.error({ err: error }, 'moves by others could not be put on record; trying again'))
        .finally(() => {
          this.#lookingUp = null;
          if (this.#suspects.size > 0) this.#lookUpIn(lookAgainMs);
        });
    });
  }

  /** Decides on all suspects on whom it can be decided, by what is in memory and on record. */
  async #lookUp(): Promise<void> {
    const undecided = [...this.#suspects.values()].filter((suspect) => {
      const claim = this.#claimOn(suspect, this.parts.ownItems(suspect.oldId));
      if (claim === 'yes') this.#suspects.delete(suspect.newcomer.id);
      return claim === 'no';
    });
    if (undecided.length === 0) return;
    const items = await itemsAbout(this.parts.db, undecided.flatMap(({ newcomer, oldId }) => [newcomer.id, oldId]));
    const byPerson = new Map<string, Item[]>();
    for (const item of items) {
      for (const id of [item.participant, item.newParticipant]) if (id !== null) byPerson.set(id, [...(byPerson.get(id) ?? []), item]);
    }
    const foreign = undecided.filter((suspect) => {
      const about = [suspect.newcomer.id, suspect.oldId].flatMap((id) => byPerson.get(id) ?? []);
      const claim = this.#claimOn(suspect, about);
      if (claim === 'yes') this.#suspects.delete(suspect.newcomer.id);
      return claim === 'no';
    });
    await this.#record(foreign);
  }

  /** What items make of a suspect: one yes is a yes. Those of other people say nothing. */
  #claimOn({ newcomer, oldId, seenAtMs }: Suspect, items: readonly Item[]): 'yes' | 'no' | 'not-yet' {
    const claims = items.filter(({ participant, newParticipant }) => participant === oldId || newParticipant === newcomer.id).map((item) => claimOf(item, newcomer.id, seenAtMs));
    return claims.includes('yes') ? 'yes' : claims.includes('not-yet') ? 'not-yet' : 'no';
  }

  async #record(foreign: readonly Suspect[]): Promise<void> {
    if (foreign.length === 0) return;
    const { db, clock, inventory, publish } = this.parts;
    const drafts = foreign.map(({ newcomer, oldId, seenAtMs, draft }) => draft ?? draftObserved({ newcomer, oldId, moment: this.#moment, inventory, nowMs: seenAtMs }));
    await db.transaction().execute(async (trx) => {
      await insertOrders(trx, drafts.map(({ stored }) => stored), clock.now());
      await keepNewestObserved(trx, this.limits.kept);
    });
    for (const { newcomer } of foreign) this.#suspects.delete(newcomer.id);
    for (const { stored, before } of drafts) {
      publish(stored.order, stored.routes);
      this.#follower.follow(stored, before);
    }
  }
}
