import type { Logger } from 'pino';
import type { Rights } from '@/lib/access/access';
import type { Item } from '@/lib/move/item';
import { itemAfter } from '@/lib/move/item-transition';
import type { Order } from '@/lib/move/order';
import type { SpaceTarget } from '@/lib/move/target';
import { rfc3339 } from '@/server/bridge-client/clock';
import { BridgeLines } from '@/server/moves/bridge-lines';
import { databaseAway, doDeed, type DeedParts } from '@/server/moves/deed';
import { isOnlyListed } from '@/server/moves/first-pictures';
import { routeOf, type Follower } from '@/server/moves/follower';
import { HeldItems } from '@/server/moves/held-items';
import { judgeAgain } from '@/server/moves/judge-again';
import type { MoveMemory } from '@/server/moves/last-moves';
import type { LiveOrder } from '@/server/moves/live-order';
import { unknownRoute, type Route, type StoredOrder } from '@/server/moves/order-store';
import { PersonTurns } from '@/server/moves/person-turns';
import { isClusterSeen } from '@/server/moves/sighting';
import { callToAsk } from '@/server/moves/situation';
import { senderOf } from '@/server/moves/senders';
import type { SpaceCalls } from '@/server/moves/space-calls';
import { TargetFinder } from '@/server/moves/target-finder';

export interface DispatchParts extends DeedParts {
  readonly lastMoves: MoveMemory;
  readonly log: Logger;
}

/** After a start a bridge tells of its people one by one. */
const releaseMs = 50;

/** What an item of a new order has for its deed: the person's turn and a place in a bridge's line. */
interface Pass {
  readonly bridge: string;
  readonly giveBackTurn: () => void;
}

/** By item id, of those that may be put on record as being sent with the order itself. */
export type Passes = ReadonlyMap<string, Pass>;

/**
 * Sends items: each in its bridge's line, and each person's one after the other. An item leaves once it is on record that it is being
 * sent, and once only.
 */
export class Dispatch {
  readonly #parts: DispatchParts;
  readonly #follower: Follower;
  readonly #turns: PersonTurns;
  readonly #lines: BridgeLines;
  readonly #held = new HeldItems();
  #releasing: (() => void) | null = null;
  /** Orders that could not be put on record: they are out of all lines until they are. */
  readonly #stalled = new Set<LiveOrder>();
  readonly #targets: TargetFinder;
  #stopping = false;

  constructor(parts: DispatchParts, follower: Follower, { maker, pauses }: Pick<SpaceCalls, 'maker' | 'pauses'>) {
    this.#parts = parts;
    this.#follower = follower;
    this.#turns = new PersonTurns(parts.inventory, parts.lastMoves);
    this.#targets = new TargetFinder(parts, follower, maker, pauses, (live, items) => this.queue(live, items));
    this.#lines = new BridgeLines({
      admit: (live, itemId) => this.#admit(live, itemId),
      record: (live, itemIds) => this.#record(live, itemIds),
      send: (live, itemId) => this.#send(live, itemId, null),
    });
  }

  /** Takes what the first items of a new order need: they can be on record as being sent from the start. One commit, and they leave. */
  passesFor({ order, routes }: StoredOrder): Passes {
    const passes = new Map<string, Pass>();
    if (this.#stopping) return passes;
    for (const item of order.items) {
      if (item.state !== 'queued' || !this.#targets.isFound(item)) continue;
      const bridge = this.#bridgeOf(item, routes.get(item.id) ?? unknownRoute);
      const giveBackTurn = this.#turns.tryTake(item);
      if (!giveBackTurn) continue;
      if (this.#lines.tryTake(bridge)) passes.set(item.id, { bridge, giveBackTurn });
      else giveBackTurn();
    }
    return passes;
  }

  giveBack(passes: Passes): void {
    for (const { bridge, giveBackTurn } of passes.values()) {
      giveBackTurn();
      this.#lines.giveBack(bridge);
    }
  }

  /** Begins an order that was put on record with these passes. @param rights what its sender may do, as it was asked for just now */
  begin(live: LiveOrder, passes: Passes, rights: Rights): void {
    let now: Rights | null = rights;
    for (const [itemId, { bridge, giveBackTurn }] of passes) {
      this.#holdTurn(live, itemId, giveBackTurn);
      this.#lines.go(bridge, () => this.#send(live, itemId, now));
    }
    // Whoever does not leave at this moment is judged by what holds later.
    now = null;
    this.queue(live, queuedOf(live));
  }

  /** Puts queued items of an order in line: each once its meeting is there. */
  queue(live: LiveOrder, items: readonly Item[]): void {
    if (this.#stopping) return;
    const byBridge = new Map<string, string[]>();
    for (const { id } of this.#targets.found(live, items)) {
      const item = live.item(id);
      if (!item) continue;
      const bridge = this.#bridgeOf(item, routeOf(live, item));
      const ids = byBridge.get(bridge);
      if (ids) ids.push(item.id);
      else byBridge.set(bridge, [item.id]);
    }
    for (const [bridge, ids] of byBridge) this.#lines.wait(bridge, live, ids);
  }

  /** Takes an order that could not be put on record out of all lines until it is. */
  queueOnceSaved(live: LiveOrder): void {
    if (this.#stalled.has(live)) return;
    this.#stalled.add(live);
    this.#lines.leave(live);
    void live.saved().then(() => {
      this.#stalled.delete(live);
      this.queue(live, queuedOf(live));
    });
  }

  /** Keeps from leaving what is not on record as being sent. */
  holdBack(live: LiveOrder): void {
    this.#lines.leave(live);
  }

  /** Whoever was being moved when an earlier run ended still is: their next move waits for the end of that one. */
  keepTurns(live: LiveOrder, items: readonly Item[]): void {
    for (const item of items) {
      const { id, state } = item;
      const giveBack = state === 'sending' || state === 'accepted' || state === 'unknown' ? this.#turns.tryTake(item) : null;
      if (giveBack) this.#holdTurn(live, id, giveBack);
    }
  }

  /** Keeps queued items of an earlier run until their clusters are seen whole. */
  hold(live: LiveOrder, items: readonly Item[]): void {
    for (const { id } of items) this.#held.add(live, id);
    this.release();
  }

  /** Lets go those that were held, whose bridges are all there by now and have told how their people are. */
  release(): void {
    const { inventory } = this.#parts;
    const isReady = (live: LiveOrder, item: Item) =>
      isClusterSeen(routeOf(live, item).targetCluster, inventory) && !isOnlyListed(inventory.participant(item.participant));
    this.#held.release(isReady, (live, item) => this.queue(live, [item]));
  }

  /** As {@link release}, once for all of whom news comes within a moment. */
  releaseSoon(): void {
    if (this.#stopping || this.#held.isEmpty) return;
    this.#releasing ??= this.#parts.clock.after(releaseMs, () => {
      this.#releasing = null;
      this.release();
    });
  }

  /** Nobody makes a call in a space before it is known what became of one that was asked for. */
  holdBackFrom(space: SpaceTarget, until: Promise<unknown>): void {
    this.#targets.holdBack(space, until);
  }

  /** Nothing new leaves; waits for what is on record as being sent. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#releasing?.();
    await Promise.all([this.#lines.stop(), this.#targets.stop()]);
  }

  /** The bridge that would be asked now; nobody's line where none answers. */
  #bridgeOf({ to }: Item, { homeBridge }: Route): string {
    const target = this.#parts.inventory.meeting(to.meeting);
    return (target && callToAsk(target, homeBridge, this.#parts)?.callBridge) ?? '';
  }

  /**
   * Whether an item's person is not being moved; if they are, it comes back once they are not. Whoever is gone is refused without being put
   * on record as sent: after a crash that would look like a move that was theirs.
   */
  #admit(live: LiveOrder, itemId: string): boolean {
    const item = live.item(itemId);
    if (item?.state !== 'queued' || live.isPaused || this.#stalled.has(live)) return false;
    const giveBack = this.#turns.tryTake(item);
    if (!giveBack) {
      this.#turns.whenFree(item.participant, () => this.queue(live, [item]));
      return false;
    }
    if (this.#parts.inventory.participant(item.participant) === null) {
      void this.#refuse(live, item).finally(giveBack);
      return false;
    }
    this.#holdTurn(live, itemId, giveBack);
    return true;
  }

  /** Judges somebody who is not there any more. */
  async #refuse(live: LiveOrder, item: Item): Promise<void> {
    const { clock, rightsOf } = this.#parts;
    const route = routeOf(live, item);
    const at = () => rfc3339(clock.now());
    try {
      const verdict = judgeAgain(this.#parts, { item, route, choices: live.choices }, await rightsOf(senderOf(live, item)));
      if (verdict.allowed) this.queue(live, [item]);
      else this.#follower.note(live, item.id, { fact: 'judged', at: at(), verdict });
    } catch {
      this.#follower.note(live, item.id, { fact: 'failed', at: at(), error: databaseAway });
    }
  }

  async #record(live: LiveOrder, itemIds: readonly string[]): Promise<void> {
    try {
      await live.sending(itemIds);
    } catch (error) {
      const at = rfc3339(this.#parts.clock.now());
      for (const id of itemIds) this.#follower.note(live, id, { fact: 'failed', at, error: databaseAway });
      this.queueOnceSaved(live);
      throw error;
    }
  }

  #holdTurn(live: LiveOrder, itemId: string, giveBack: () => void): void {
    void live.ended(itemId).then(giveBack);
  }

  #send(live: LiveOrder, itemId: string, rights: Rights | null): Promise<void> {
    return this.#do(live, itemId, rights).catch((error: unknown) =>
      this.#parts.log.error({ err: error, order: live.id }, 'an item could not be carried out'),
    );
  }

  async #do(live: LiveOrder, itemId: string, rights: Rights | null): Promise<void> {
    const item = live.item(itemId);
    if (item?.state !== 'sending') return;
    const route = routeOf(live, item);
    const settings = () => this.#follower.settings.wantedFor(live, item, route);
    const fact = await doDeed(this.#parts, { item, route, by: senderOf(live, item), choices: live.choices, settings, rights });
    this.#follower.note(live, itemId, fact);
    const now = live.item(itemId);
    if (now) this.#follower.look(live, now);
  }
}

/** The items of an order that wait to be sent. */
export function queuedOf(live: LiveOrder): Item[] {
  return live.isAllSent ? [] : [...live.items()].filter(({ state }) => state === 'queued');
}

/** The order as it is put on record: what has a pass is being sent. */
export function sentWith(order: Order, passes: Passes, at: string): Order {
  if (passes.size === 0) return order;
  const items = order.items.map((item) => (passes.has(item.id) ? itemAfter(item, { fact: 'sending', at }) : item));
  return { ...order, items, state: 'running' };
}
