import { permits, type Caller } from '@/lib/access/access';
import { isInScope } from '@/lib/access/scope';
import type { Item, ItemFact } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import { ProblemError } from '@/lib/problem/problem';
import type { AuditEntry } from '@/server/audit/audit-row';
import { rfc3339 } from '@/server/bridge-client/clock';
import { queuedOf, type Dispatch, type DispatchParts } from '@/server/moves/dispatch';
import { draftRetry } from '@/server/moves/draft-retry';
import { requirePictures, requireRead } from '@/server/moves/first-pictures';
import { routeOf, type Follower, type FollowerParts } from '@/server/moves/follower';
import { knownOrder } from '@/server/moves/known-order';
import type { LiveOrder } from '@/server/moves/live-order';
import { orderMasked } from '@/server/moves/order-seen';
import type { StoredOrder } from '@/server/moves/order-store';
import { judgeQueued } from '@/server/moves/judge-again';
import { rightsOfSenders } from '@/server/moves/senders';

type Parts = FollowerParts & DispatchParts;

interface Found extends StoredOrder {
  /** Null where it is over, and nobody follows it any more. */
  readonly live: LiveOrder | null;
}

/**
 * What can be done about an order that is on record. Each puts itself on record with what it changes; where there is nothing to
 * change it does nothing, so that asking twice does no harm. Whoever may not see both sides of every item, and did not give the
 * order, may not change it.
 * Problems of each: `not-found`; `forbidden`; `conflict` for a move that others made.
 */
export class OrderControl {
  constructor(
    private readonly parts: Parts,
    private readonly follower: Follower,
    private readonly dispatch: Dispatch,
  ) {}

  /** Holds back what has not begun. What is being sent goes on. */
  async pause(caller: Caller, id: string): Promise<Order> {
    const found = await this.#found(caller, id);
    const { live } = found;
    if (!live || live.isPaused || live.isAllSent) return seen(found, caller);
    this.dispatch.holdBack(live);
    await live.pause(entryOf(caller, 'pause-move', id, { queued: queuedOf(live).length }));
    return seen(found, caller);
  }

  /** Judges anew what was held back, and lets it go on. Problem: `unavailable` while it is not known yet who is where. */
  async resume(caller: Caller, id: string): Promise<Order> {
    const found = await this.#found(caller, id);
    const { live } = found;
    if (!live?.isPaused) return seen(found, caller);
    requirePictures(this.parts.inventory, live.routes.values());
    const mayMove = await this.#mayMove(live);
    const verdicts = judgeQueued(this.parts, queuedOf(live).map((item) => ({ item, route: routeOf(live, item) })), live.choices, mayMove);
    requireRead(this.parts.inventory, queuedOf(live).map((item) => ({ ...item, verdict: verdicts.get(item.id) ?? item.verdict })), this.parts.clock.now());
    const facts = new Map([...verdicts].map(([itemId, verdict]): [string, ItemFact] => [itemId, { fact: 'judged', at: this.#at(), verdict }]));
    await this.#goOn(live, live.resume(facts, entryOf(caller, 'resume-move', id, { queued: facts.size })));
    return seen(found, caller);
  }

  /** Ends what has not begun. */
  async cancel(caller: Caller, id: string): Promise<Order> {
    const found = await this.#found(caller, id);
    const { live } = found;
    if (!live || live.isAllSent) return seen(found, caller);
    const facts = new Map(queuedOf(live).map((item): [string, ItemFact] => [item.id, { fact: 'cancelled', at: this.#at() }]));
    await live.change(facts, entryOf(caller, 'cancel-move', id, { items: [...facts.keys()] }));
    return seen(found, caller);
  }

  /**
   * Tries items again, each once and by the caller's rights: all that can be, or those that are named.
   * Problem: `unavailable` while it is not known yet who is where.
   */
  async retry(caller: Caller, id: string, itemIds: readonly string[] | null): Promise<Order> {
    const found = await this.#found(caller, id);
    requirePictures(this.parts.inventory, found.routes.values());
    const rights = await this.parts.rightsOf(caller);
    // As it is at this moment, on record or not: nothing is repeated twice.
    const followed = this.follower.find(id);
    const current = followed ? { items: [...followed.items()], routes: followed.routes, choices: followed.choices } : { items: found.order.items, routes: found.routes, choices: found.order };
    const { items, routes } = draftRetry(this.parts, current, { by: { ...caller, ...rights }, itemIds, nowMs: this.parts.clock.now() });
    if (items.length === 0) return seen(found, caller);
    requireRead(this.parts.inventory, items, this.parts.clock.now());
    const live = followed ?? this.follower.follow(found);
    this.follower.watch(live, items);
    await this.#goOn(live, live.add(items, routes, entryOf(caller, 'retry-move', id, { items: items.map(({ retryOf }) => retryOf) })), items);
    return seen({ ...found, live }, caller);
  }

  /** Sends what is queued once it is on record: if that fails, whoever asked is told, and it goes when the order has saved itself after all. */
  async #goOn(live: LiveOrder, recorded: Promise<void>, items: readonly Item[] = queuedOf(live)): Promise<void> {
    try {
      await recorded;
    } catch (error) {
      this.dispatch.queueOnceSaved(live);
      throw error;
    }
    if (!live.isPaused) this.dispatch.queue(live, items.filter(({ state }) => state === 'queued'));
  }

  /** Whether whoever an item goes by may move people now. */
  async #mayMove(live: LiveOrder): Promise<(item: Item) => boolean> {
    const rights = await rightsOfSenders(this.parts.rightsOf, live, queuedOf(live));
    return (item) => permits(rights(item).role, 'moves.submit').permitted;
  }

  async #found(caller: Caller, id: string): Promise<Found> {
    const stored = await knownOrder(this.parts, this.follower, id, caller);
    if (stored.order.observed) throw new ProblemError('conflict', 'Usher did not make this move: it only saw it.');
    if (!mayChange(stored, caller)) throw new ProblemError('forbidden', 'This move goes beyond what you may see. Whoever made it can change it.');
    // Somebody else may have begun to follow it meanwhile.
    return { ...stored, live: this.follower.find(id) };
  }

  #at(): string {
    return rfc3339(this.parts.clock.now());
  }
}

/** Whether somebody may change an order: they gave it, or see both sides of every item. */
export function mayChange({ order, routes }: StoredOrder, { kind, id, scope }: Caller): boolean {
  if (scope === null || (order.by.kind === kind && order.by.id === id)) return true;
  return order.items.every((item) => isInScope(scope, routes.get(item.id)?.from ?? null) && isInScope(scope, routes.get(item.id)?.to ?? null));
}

function entryOf(caller: Caller, action: string, order: string, details: object): AuditEntry {
  return { caller, action, result: 'ok', details: { order, ...details } };
}

function seen({ order, routes, live }: Found, { scope }: Caller): Order {
  return live ? orderMasked(live.announced, live.routes, scope) : orderMasked(order, routes, scope);
}
