import type { Clock } from '@/server/bridge-client/clock';
import type { CdrRecord } from '@/server/feeds/cdr/read-records';
import { LegWords, type LegWord } from '@/server/feeds/cdr/leg-words';
import { CdrSender, type CdrFigures, type RecordCount } from '@/server/feeds/cdr/cdr-sender';

/** In all, so that a body is never waited for, and kept, by more than these. */
const mostPostsAtOnce = 32;

export interface CdrDeskParts {
  readonly clock: Clock;
  /** Whether this is the secret of that bridge, and its records are wanted. Takes the same time for yes and no. */
  admits(callBridge: string, secret: string): boolean;
  isKnown(callBridge: string): boolean;
  /** Told of each record that had not come before, in the order in which they come; with what it says of somebody's leg. */
  onRecord(callBridge: string, record: CdrRecord, word: LegWord | null): void;
  /** Told when the first record has come from a bridge. */
  onBegin(callBridge: string): void;
}

/** Where the posts of all bridges come in. Knows nothing of HTTP. */
export class CdrDesk {
  readonly #parts: CdrDeskParts;
  readonly #senders = new Map<string, CdrSender>();
  #postsAtOnce = 0;
  #strangers = 0;

  constructor(parts: CdrDeskParts) {
    this.#parts = parts;
  }

  /** What came from a bridge; null if nothing has. */
  figuresOf(callBridge: string): CdrFigures | null {
    return this.#senders.get(callBridge)?.figures ?? null;
  }

  /** Over all bridges, and the posts that named none that there is. */
  get totals(): Omit<CdrFigures, 'lastAtMs'> {
    const all = [...this.#senders.values()].map(({ figures }) => figures);
    const sum = (name: keyof Omit<CdrFigures, 'lastAtMs'>) => all.reduce((total, figures) => total + figures[name], 0);
    return {
      received: sum('received'),
      missing: sum('missing'),
      doubled: sum('doubled'),
      unreadable: sum('unreadable'),
      refused: sum('refused') + this.#strangers,
    };
  }

  /** Whether it is one of the bridge's posts. Those that are not are counted. */
  knows(callBridge: string, secret: string): boolean {
    if (this.#parts.admits(callBridge, secret)) return true;
    if (this.#parts.isKnown(callBridge)) this.#sender(callBridge).refuse();
    else this.#strangers += 1;
    return false;
  }

  /** Whether the body of a post may be read now; one that may is to be followed by {@link end}. */
  begin(callBridge: string): boolean {
    const sender = this.#sender(callBridge);
    if (this.#postsAtOnce < mostPostsAtOnce && sender.begin(this.#parts.clock.now())) {
      this.#postsAtOnce += 1;
      return true;
    }
    sender.refuse();
    return false;
  }

  end(callBridge: string): void {
    this.#postsAtOnce -= 1;
    this.#senders.get(callBridge)?.end();
  }

  /** A post whose body did not come whole, or was too large. */
  broken(callBridge: string): void {
    this.#sender(callBridge).refuse();
  }

  /** @returns whether the bridge may let go of it: it was taken, or will never be */
  take(callBridge: string, body: string): boolean {
    const sender = this.#sender(callBridge);
    const isFirst = sender.figures.lastAtMs === null;
    const outcome = sender.take(body, this.#parts.clock.now());
    if (isFirst && sender.figures.lastAtMs !== null) this.#parts.onBegin(callBridge);
    return outcome !== 'unreadable';
  }

  /** What a bridge says of how many records it has made. Where none has come yet, nobody can know from where on they are sent here. */
  counted(callBridge: string, count: RecordCount): void {
    this.#senders.get(callBridge)?.counted(count);
  }

  /** A bridge of which no records are wanted for now. */
  pause(callBridge: string): void {
    this.#senders.get(callBridge)?.pause();
  }

  /** A bridge that is not followed any more. */
  forget(callBridge: string): void {
    this.#senders.delete(callBridge);
  }

  #sender(callBridge: string): CdrSender {
    const known = this.#senders.get(callBridge);
    if (known) return known;
    const words = new LegWords();
    const sender = new CdrSender(this.#parts.clock.now(), (record) => this.#parts.onRecord(callBridge, record, words.read(record)));
    this.#senders.set(callBridge, sender);
    return sender;
  }
}
