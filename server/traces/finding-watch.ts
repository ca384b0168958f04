import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Order } from '@/lib/move/order';
import type { FailureCount } from '@/lib/trace/failure-counts';
import type { FoundFor, ItemFinding } from '@/lib/trace/item-finding';
import type { Clock } from '@/server/bridge-client/clock';
import type { Database } from '@/server/db/schema';
import type { Reader } from '@/server/moves/order-list';
import type { Routes } from '@/server/moves/order-seen';
import { unknownRoute } from '@/server/moves/order-store';
import { countFailures, type CountedTime } from '@/server/traces/failure-counts';
import { ordersNotLookedInto } from '@/server/traces/finding-store';
import { looksAhead, type Look } from '@/server/traces/looks';
import type { TracedItem } from '@/server/traces/trace-of-item';

export interface FindingWatchParts {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Says why an item went as it did, by what is known at that moment; null where there is nothing to explain. */
  readonly diagnose: (traced: TracedItem) => ItemFinding | null;
  /** Puts it on record with the item, and tells of the order. @param isObserved whether others made the move */
  readonly noteFinding: (found: FoundFor, isObserved: boolean) => Promise<void>;
}

/** The journal keeps so much of what bridges said. In milliseconds. */
const rememberedMs = 24 * 3_600_000;

/** Where many fail at once, everything else goes on between one look and the next. In milliseconds. */
const betweenLooksMs = 100;

interface Watched {
  /** As it is now. */
  traced: TracedItem & { readonly order: Order };
  readonly looks: Look[];
  cancel: () => void;
}

/**
 * Has it said why an item came to something else than what was asked for, of Usher's own moves and of those that others made: at once
 * where something says so, else soon after the end, and once all is known that will be. What an earlier run did not come to is made up for.
 */
export class FindingWatch {
  readonly #watched = new Map<string, Watched>();
  /** Whose next look is due. */
  readonly #due: { readonly key: string; readonly watched: Watched }[] = [];
  #cancelTurn: (() => void) | null = null;
  #stopped = false;

  constructor(private readonly parts: FindingWatchParts) {}

  /** Takes in an order as it is on record now. */
  take(order: Order, routes: Routes): void {
    for (const item of order.items) {
      const key = `${order.id}.${item.id}`;
      const traced = { order, item, route: routes.get(item.id) ?? unknownRoute };
      const watched = this.#watched.get(key);
      if (watched?.traced.item.state === item.state) watched.traced = traced;
      else {
        watched?.cancel();
        this.#watched.delete(key);
        this.#begin(key, traced);
      }
    }
  }

  /** Takes up what failed in the last day and was not looked into before Usher stopped. */
  async recover(): Promise<void> {
    const { db, clock } = this.parts;
    for (const { order, routes } of await ordersNotLookedInto(db, clock.now() - rememberedMs)) this.take(order, routes);
  }

  /** How many items failed, by day, symptom and cause, of those of which the reader is told why. */
  counts(time: CountedTime, reader: Pick<Reader, 'scope'>): Promise<FailureCount[]> {
    return countFailures(this.parts.db, time, reader);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTurn?.();
    for (const { cancel } of this.#watched.values()) cancel();
    this.#watched.clear();
  }

  #begin(key: string, traced: Watched['traced']): void {
    if (this.#stopped) return;
    const looks = looksAhead(traced.item, { isObserved: traced.order.observed !== undefined, nowMs: this.parts.clock.now() });
    if (looks.length === 0) return;
    const watched: Watched = { traced, looks, cancel: () => undefined };
    this.#watched.set(key, watched);
    this.#await(key, watched);
  }

  #await(key: string, watched: Watched): void {
    const { clock } = this.parts;
    const [look] = watched.looks;
    if (!look) return void this.#watched.delete(key);
    watched.cancel = clock.after(Math.max(0, look.atMs - clock.now()), () => {
      this.#due.push({ key, watched });
      this.#takeTurn(0);
    });
  }

  #takeTurn(pauseMs: number): void {
    this.#cancelTurn ??= this.parts.clock.after(pauseMs, () => {
      this.#cancelTurn = null;
      const next = this.#due.shift();
      if (!next) return;
      const { key, watched } = next;
      const isCurrent = this.#watched.get(key) === watched;
      const finding = isCurrent ? this.#look(watched) : null;
      if (isCurrent) this.#await(key, watched);
      this.#takeTurn(finding === null ? 0 : betweenLooksMs);
    });
  }

  /** @returns what was found, whether it was kept or not; null where nobody had to look */
  #look({ traced, looks }: Watched): ItemFinding | null {
    // A timer may be a moment early.
    const due = looks.splice(0, Math.max(1, looks.filter(({ atMs }) => atMs <= this.parts.clock.now()).length));
    const finding = this.#diagnosed(traced);
    if (finding === null) return null;
    const isSure = finding.confidence === 'high';
    if (isSure) looks.length = 0;
    if (isSure || due.some(({ isEarly }) => !isEarly)) this.#note(traced, finding);
    return finding;
  }

  /** What was said of a move comes from the network: whatever is in it, people go on being moved. */
  #diagnosed(traced: Watched['traced']): ItemFinding | null {
    try {
      return this.parts.diagnose(traced);
    } catch (error) {
      this.parts.log.error({ err: error, order: traced.order.id }, 'it could not be told why an item failed');
      return null;
    }
  }

  #note({ order, item }: Watched['traced'], finding: ItemFinding): void {
    const { noteFinding, log } = this.parts;
    noteFinding({ order: order.id, item: item.id, finding }, order.observed !== undefined).catch((error: unknown) => {
      log.error({ err: error, order: order.id }, 'why an item failed could not be put on record; the next start looks once more');
    });
  }
}
