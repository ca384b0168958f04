import type { Clock } from '@/server/bridge-client/clock';
import { Patience } from '@/server/bridge-client/patience';
import type { FeedSet } from '@/server/feeds/feed-set';
import type { Inventory } from '@/server/inventory/inventory';

/** Whoever is about to move somebody does not wait longer than this. */
const patienceMs = 1_000;

/** Reads of meetings what no event tells, when somebody is about to be moved: lobby, activators, rules. */
export class CloseLook {
  constructor(
    private readonly parts: {
      readonly feeds: Pick<FeedSet, 'readAfresh' | 'readMissing'>;
      readonly inventory: Inventory;
      readonly clock: Clock;
    },
  ) {}

  /** Settles once all that is to be known is in the inventory, and after a second with what was read by then. */
  take(meetings: readonly string[]): Promise<void> {
    return this.#read(meetings, (callBridge, call) => this.parts.feeds.readAfresh(callBridge, call));
  }

  /** As {@link take}, for what was never read: somebody who is known already is not asked for again. */
  complete(meetings: readonly string[]): Promise<void> {
    return this.#read(meetings, (callBridge, call) => this.parts.feeds.readMissing(callBridge, call));
  }

  async #read(meetings: readonly string[], read: (callBridge: string, call: string) => Promise<void>): Promise<void> {
    const { inventory, clock } = this.parts;
    const calls = meetings.flatMap((id) => inventory.meeting(id)?.calls ?? []);
    const reads = Promise.all(calls.map(({ callBridge, id }) => read(callBridge, id)));
    const patience = new Patience(clock, patienceMs);
    await new Promise<void>((resolve, reject) => {
      patience.whenOver(resolve);
      reads.finally(() => patience.end()).then(() => resolve(), reject);
    });
  }
}
