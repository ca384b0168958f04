import type { Caller } from '@/lib/access/access';
import { isInScope } from '@/lib/access/scope';
import type { Item, ItemFact } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import type { SequelRequest } from '@/lib/move/order';
import { standingItems } from '@/lib/move/standing-items';
import { invalidField, ProblemError } from '@/lib/problem/problem';
import { rfc3339 } from '@/server/bridge-client/clock';
import { draftRepeat } from '@/server/moves/draft-repeat';
import { draftUndo } from '@/server/moves/draft-undo';
import { requirePictures } from '@/server/moves/first-pictures';
import type { Follower, FollowerParts } from '@/server/moves/follower';
import { knownOrder } from '@/server/moves/known-order';
import type { LiveOrder } from '@/server/moves/live-order';
import { mayChange } from '@/server/moves/order-control';
import type { StoredOrder } from '@/server/moves/order-store';

/** How long an undo waits for those who are on their way: most arrive within a fraction of it. In milliseconds. */
const landingMs = 5_000;

/** What an order can be to an earlier one: it brings people back, or has the same done once more. */
export type Sequel = 'undo' | 'repeat';

/**
 * Makes orders of earlier ones, of Usher's own or of others.
 * Problems of each: `not-found`; `unavailable` while it is not known yet who is where.
 */
export class Sequels {
  constructor(
    private readonly parts: FollowerParts,
    private readonly follower: Follower,
  ) {}

  /** @param by whoever asks, with the rights they have now */
  draft(sequel: Sequel, by: Caller, id: string, request: SequelRequest): Promise<StoredOrder> {
    return sequel === 'undo' ? this.#undo(by, id, request) : this.#repeat(by, id);
  }

  /**
   * What of the earlier order has not begun is cancelled; for whoever is on the way their arrival is waited for. In a dry run nothing is
   * cancelled: whoever has not begun is where they were.
   * Problems: `invalid` for an item that the order does not have; `conflict` while somebody is on the way for long.
   */
  async #undo(by: Caller, id: string, { items: wanted, dryRun }: SequelRequest): Promise<StoredOrder> {
    const before = await knownOrder(this.parts, this.follower, id, by);
    requirePictures(this.parts.inventory, before.routes.values());
    const chosen = new Set(chosenOf(before.order.items, wanted).map((item) => item.id));
    const live = this.follower.find(id);
    if (live) {
      if (dryRun !== true) await this.#cancel(by, live, before, chosen);
      await this.#landed(live, chosen);
    }
    const { items: all, routes } = live ? { items: [...live.items()], routes: live.routes } : { items: before.order.items, routes: before.routes };
    const items = all.filter((item) => chosen.has(item.id));
    return draftUndo(this.parts, { order: before.order, routes, items }, { by, nowMs: this.parts.clock.now() });
  }

  async #repeat(by: Caller, id: string): Promise<StoredOrder> {
    const { order, routes } = await knownOrder(this.parts, this.follower, id, by);
    requirePictures(this.parts.inventory, routes.values());
    return draftRepeat(this.parts, { order, routes }, { by, nowMs: this.parts.clock.now() });
  }

  /** Of an order that is another's, only what the caller sees both sides of. */
  async #cancel(by: Caller, live: LiveOrder, stored: StoredOrder, chosen: ReadonlySet<string>): Promise<void> {
    const isOwn = mayChange(stored, by);
    const sees = ({ id }: Item) => isInScope(by.scope, live.routes.get(id)?.from ?? null) && isInScope(by.scope, live.routes.get(id)?.to ?? null);
    const queued = [...live.items()].filter((item) => chosen.has(item.id) && item.state === 'queued' && (isOwn || sees(item)));
    if (queued.length === 0) return;
    const at = rfc3339(this.parts.clock.now());
    const facts = new Map(queued.map((item): [string, ItemFact] => [item.id, { fact: 'cancelled', at }]));
    await live.change(facts, { caller: by, action: 'cancel-move', result: 'ok', details: { order: live.id, items: [...facts.keys()] } });
  }

  /** Settles once nobody of them is on the way. */
  async #landed(live: LiveOrder, chosen: ReadonlySet<string>): Promise<void> {
    const flying = () => [...live.items()].filter(({ id, state }) => chosen.has(id) && !isEnd(state) && state !== 'queued');
    const ends = flying().map(({ id }) => live.ended(id));
    if (ends.length === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.parts.clock.after(landingMs, resolve);
      void Promise.all(ends).then(() => {
        cancel();
        resolve();
      });
    });
    const late = flying().length;
    if (late > 0) throw new ProblemError('conflict', `${late === 1 ? '1 person is' : `${late} people are`} still on the way. Undo it once they have arrived.`);
  }
}

/** The items that are named, or one for each person of the order. */
function chosenOf(items: readonly Item[], wanted: readonly string[] | undefined): Item[] {
  if (!wanted) return standingItems(items);
  const byId = new Map(items.map((item) => [item.id, item]));
  return wanted.map((id) => {
    const item = byId.get(id);
    if (!item) throw invalidField('items', `The order has no item ${id}.`);
    return item;
  });
}
