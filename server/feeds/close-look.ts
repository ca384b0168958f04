import type { Clock } from '@/server/bridge-client/clock';
import type { FeedSet } from '@/server/feeds/feed-set';
import type { Inventory } from '@/server/inventory/inventory';

/** Whoever is about to move somebody does not wait longer than this. */
const patienceMs = 1_000;

/** Reads of meetings what no event tells, when somebody is about to be moved: lobby, activators, rules. */
export class CloseLook {
  constructor(
    private readonly parts: {
      readonly feeds: Pick<FeedSet, 'readAfresh'>;
      readonly inventory: Inventory;
      readonly clock: Clock;
    },
  ) {}

  /** Settles once all that is to be known is in the inventory, and after a second with what was read by then. */
  async take(meetings: readonly string[]): Promise<void> {
    const { feeds, inventory, clock } = this.parts;
    const calls = meetings.flatMap((id) => inventory.meeting(id)?.calls ?? []);
    const reads = Promise.all(calls.map(({ callBridge, id }) => feeds.readAfresh(callBridge, id)));
    await new Promise<void>((resolve, reject) => {
      const cancel = clock.after(patienceMs, resolve);
      reads.finally(cancel).then(() => resolve(), reject);
    });
  }
}
