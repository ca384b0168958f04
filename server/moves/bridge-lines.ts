import type { LiveOrder } from '@/server/moves/live-order';

/** How many deeds one bridge is asked at a time. */
const mostAsked = 4;
/** How many are put on record as being sent at once. So many more than are asked may be on record. */
const batch = 4;

export interface LineParts {
  /** Whether an item may go now; one that may not is told again to `wait`, or never. */
  admit(live: LiveOrder, itemId: string): boolean;
  /** Puts on record that these items are being sent; rejects if that failed, and none of them may go. */
  record(live: LiveOrder, itemIds: readonly string[]): Promise<void>;
  /** Does the deed for an item that is on record as being sent. Never rejects. */
  send(live: LiveOrder, itemId: string): Promise<void>;
}

interface Line {
  readonly waiting: Map<LiveOrder, Queue>;
  /** Deeds that are on record and have not begun. */
  readonly ready: (() => Promise<void>)[];
  asked: number;
  /** Places: of what is asked, what is ready, and what is being put on record. */
  taken: number;
}

/** Ids in the order in which they came; what is before `next` has gone. */
interface Queue {
  readonly ids: string[];
  next: number;
}

/**
 * The lines in which items wait to be sent, one for each bridge. Bridges work side by side; on each the orders take turns, item by
 * item. What goes next is put on record in small batches while the one before is asked, so that a crash leaves few items of
 * which nobody knows whether they were sent, and the bridge waits for no commit.
 */
export class BridgeLines {
  readonly #parts: LineParts;
  readonly #lines = new Map<string, Line>();
  #stopped: (() => void) | null = null;

  constructor(parts: LineParts) {
    this.#parts = parts;
  }

  /** Takes a place for an item that will be put on record by whoever asks, if nobody waits and there is one. */
  tryTake(bridge: string): boolean {
    const line = this.#line(bridge);
    if (this.#stopped || line.waiting.size > 0 || line.taken >= mostAsked + batch) return false;
    line.taken += 1;
    return true;
  }

  giveBack(bridge: string): void {
    const line = this.#line(bridge);
    line.taken -= 1;
    this.#goOn(bridge, line);
  }

  /** Has a deed done that has a place and is on record. */
  go(bridge: string, deed: () => Promise<void>): void {
    const line = this.#line(bridge);
    line.ready.push(deed);
    this.#goOn(bridge, line);
  }

  /** Puts items of an order at the end of its line. */
  wait(bridge: string, live: LiveOrder, itemIds: readonly string[]): void {
    if (this.#stopped) return;
    const line = this.#line(bridge);
    const queue = line.waiting.get(live);
    if (queue) queue.ids.push(...itemIds);
    else line.waiting.set(live, { ids: [...itemIds], next: 0 });
    this.#goOn(bridge, line);
  }

  /** Takes an order out of all lines. What is on record as being sent goes on. */
  leave(live: LiveOrder): void {
    for (const [bridge, line] of this.#lines) if (line.waiting.delete(live)) this.#forget(bridge, line);
  }

  /** From now on nothing is put on record. Settles once what is has been asked for. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#stopped = resolve;
      for (const [bridge, line] of this.#lines) {
        line.waiting.clear();
        this.#forget(bridge, line);
      }
      if (this.#lines.size === 0) resolve();
    });
  }

  #line(bridge: string): Line {
    let line = this.#lines.get(bridge);
    if (!line) {
      line = { waiting: new Map(), ready: [], asked: 0, taken: 0 };
      this.#lines.set(bridge, line);
    }
    return line;
  }

  #goOn(bridge: string, line: Line): void {
    while (line.asked < mostAsked) {
      const deed = line.ready.shift();
      if (!deed) break;
      line.asked += 1;
      void deed().finally(() => {
        line.asked -= 1;
        this.giveBack(bridge);
      });
    }
    if (line.waiting.size > 0 && line.taken <= mostAsked) this.#recordForAll();
    else this.#forget(bridge, line);
  }

  /** What is put on record costs a commit however much it is: the lines share it. */
  #recordForAll(): void {
    for (const [bridge, line] of this.#lines) {
      if (line.waiting.size > 0 && line.taken < mostAsked + batch) this.#recordNext(bridge, line);
      this.#forget(bridge, line);
    }
  }

  #recordNext(bridge: string, line: Line): void {
    for (const [live, ids] of this.#next(line, mostAsked + batch - line.taken)) {
      line.taken += ids.length;
      this.#parts.record(live, ids).then(
        () => {
          for (const id of ids) line.ready.push(() => this.#parts.send(live, id));
          this.#goOn(bridge, line);
        },
        () => ids.forEach(() => this.giveBack(bridge)),
      );
    }
  }

  /** The next so many that may go, by order; each order gives one, and then it is the next one's turn. */
  #next({ waiting }: Line, most: number): Map<LiveOrder, string[]> {
    const found = new Map<LiveOrder, string[]>();
    for (let count = 0; count < most; ) {
      const [first] = waiting;
      if (!first) break;
      const [live, queue] = first;
      const id = queue.ids[queue.next];
      queue.next += 1;
      waiting.delete(live);
      if (queue.next < queue.ids.length) waiting.set(live, queue);
      if (id === undefined || !this.#parts.admit(live, id)) continue;
      found.set(live, [...(found.get(live) ?? []), id]);
      count += 1;
    }
    return found;
  }

  #forget(bridge: string, line: Line): void {
    if (line.taken > 0 || line.waiting.size > 0) return;
    this.#lines.delete(bridge);
    if (this.#lines.size === 0) this.#stopped?.();
  }
}
