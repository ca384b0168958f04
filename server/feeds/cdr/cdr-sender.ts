import { Allowance } from '@/server/feeds/cdr/allowance';
import { readRecords, type CdrRecord } from '@/server/feeds/cdr/read-records';
import { RecordOrder } from '@/server/feeds/cdr/record-order';

/** A large bridge starts 20 legs a second, of up to four records each; after a pause it sends what it has kept. */
const recordsPerSecond = 200;
const recordsInARush = 4_000;
const mostPostsAtOnce = 2;
/** A bridge sends what is refused again and again, and nothing else meanwhile: what stays unreadable is let go as lost. */
const triesForUnreadable = 3;

/** What came from a bridge since Usher started. */
export interface CdrFigures {
  /** When the newest record came, in milliseconds since 1970. */
  readonly lastAtMs: number | null;
  readonly received: number;
  /** Sent by the bridge, or given up by it, and not come. */
  readonly missing: number;
  readonly doubled: number;
  /** Posts and single records. */
  readonly unreadable: number;
  /** Posts that were turned away: without the secret, too large, or too many. */
  readonly refused: number;
}

/** What a bridge says of the records that it has made. */
export interface RecordCount {
  /** The number that its next record will have. */
  readonly next: number;
  /** Since when it runs, in milliseconds since 1970: with each start it counts from 0. */
  readonly upSinceMs: number | null;
}

export type PostOutcome = 'taken' | 'unreadable' | 'given-up';

/** One bridge as a sender of call detail records: what may come, what came, what is missing. */
export class CdrSender {
  readonly #order = new RecordOrder();
  readonly #allowance: Allowance;
  #figures = { lastAtMs: null as number | null, received: 0, doubled: 0, unreadable: 0, refused: 0 };
  /** What the bridge said last of how many it has made. */
  #count: RecordCount | null = null;
  #unreadableInARow = 0;
  #postsAtOnce = 0;

  /** @param onRecord told of each record that had not come before, in the order in which they come */
  constructor(
    nowMs: number,
    private readonly onRecord: (record: CdrRecord) => void,
  ) {
    this.#allowance = new Allowance(recordsPerSecond, recordsInARush, nowMs);
  }

  get figures(): CdrFigures {
    return { ...this.#figures, missing: this.#order.missing };
  }

  /** Whether a post may come in now; each that may is to be followed by {@link end}. */
  begin(nowMs: number): boolean {
    if (this.#postsAtOnce >= mostPostsAtOnce || !this.#allowance.isOpen(nowMs)) return false;
    this.#postsAtOnce += 1;
    return true;
  }

  end(): void {
    this.#postsAtOnce -= 1;
  }

  refuse(): void {
    this.#figures.refused += 1;
  }

  /**
   * Takes in what the bridge says that it has made. What was made just now may be on its way: so it is held against what came only
   * when it is said again.
   */
  counted(count: RecordCount): void {
    const before = this.#count;
    this.#count = count;
    if (!before) return;
    if (before.upSinceMs !== count.upSinceMs || count.next < before.next) this.#order.endSession();
    else this.#order.made(before.next);
  }

  /** No records are wanted for now. */
  pause(): void {
    this.#count = null;
    this.#order.startOver();
  }

  take(body: string, nowMs: number): PostOutcome {
    const reading = readRecords(body);
    this.#allowance.spend(reading.ok ? Math.max(1, reading.post.records.length) : 1);
    if (!reading.ok) return this.#unreadable();
    this.#unreadableInARow = 0;
    const { session, records, unreadable } = reading.post;
    this.#figures.unreadable += unreadable;
    for (const record of records) {
      if (this.#order.note(session, record.index, record.missingBefore)) {
        this.#figures.received += 1;
        this.#figures.lastAtMs = nowMs;
        this.onRecord(record);
      } else this.#figures.doubled += 1;
    }
    return 'taken';
  }

  #unreadable(): PostOutcome {
    this.#figures.unreadable += 1;
    this.#unreadableInARow += 1;
    if (this.#unreadableInARow < triesForUnreadable) return 'unreadable';
    this.#unreadableInARow = 0;
    return 'given-up';
  }
}
