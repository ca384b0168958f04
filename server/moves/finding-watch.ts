import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import type { ItemFinding } from '@/lib/trace/item-finding';
import type { Clock } from '@/server/bridge-client/clock';
import type { LiveOrder } from '@/server/moves/live-order';
import { watchedForMs } from '@/server/moves/media-watch';
import { unknownRoute, type Route } from '@/server/moves/order-store';

/** Says why an item went as it did, by what is known at that moment. */
export type Diagnose = (traced: { readonly order: Pick<Order, 'observed'>; readonly item: Item; readonly route: Route }) => ItemFinding;

/** Lines and records of the end are a moment behind it. */
const afterEndMs = 3_000;
/** Alarms of the bridges are read every half minute: by then they have been since the request. */
const afterSendingMs = 41_000;
/** After so long beyond joining nobody looks for media any more, and it is known whether there were any. */
export const silentAfterMs = watchedForMs + 1_000;

/** Has it said why an item came to something else than what was asked for: soon after its end, and once all is known that will be. */
export class FindingWatch {
  readonly #cancels = new Set<() => void>();

  constructor(
    private readonly clock: Clock,
    private readonly diagnose: Diagnose,
    private readonly onFound: (live: LiveOrder, itemId: string, finding: ItemFinding) => void,
  ) {}

  /** Of an item that has just ended otherwise than `joined`. */
  ended(live: LiveOrder, { id, times }: Item): void {
    if (times.sending === null) return;
    const allKnownMs = Date.parse(times.sending) + afterSendingMs - this.clock.now();
    this.#lookAfter(live, id, afterEndMs);
    if (allKnownMs > afterEndMs) this.#lookAfter(live, id, allKnownMs);
  }

  /** Of an item that has just joined: whether media came with them. */
  joined(live: LiveOrder, { id }: Item): void {
    this.#lookAfter(live, id, silentAfterMs);
  }

  stop(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }

  #lookAfter(live: LiveOrder, id: string, pauseMs: number): void {
    const cancel = this.clock.after(pauseMs, () => {
      this.#cancels.delete(cancel);
      const item = live.item(id);
      const finding = item && this.diagnose({ order: live.announced, item, route: live.routes.get(id) ?? unknownRoute });
      if (finding && finding.symptom !== 'joined' && finding.symptom !== 'under-way') this.onFound(live, id, finding);
    });
    this.#cancels.add(cancel);
  }
}
