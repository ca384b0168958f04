import type { Verification } from '@/lib/audit/audit-record';
import type { AuditLog } from '@/server/audit/audit-log';
import { breathe } from '@/server/audit/breathe';
import { beginning, fault, type Link } from '@/server/audit/chain';
import { eraseAction, erasedUpTo } from '@/server/audit/erasure-seal';

/** Records that are checked at a time, a few milliseconds' work. */
const sliceRows = 500;

/** How far a walk has come. */
interface Place {
  readonly head: Link;
  /** The last record without content that no erasure has accounted for so far; 0 if there is none. */
  readonly unsealed: number;
  readonly firstUnsealed: number;
}

interface Checkpoint {
  readonly place: Place;
  /** When the walk that began at the first record ended. */
  readonly wholeAt: string;
}

const start: Place = { head: beginning, unsealed: 0, firstUnsealed: 0 };

/** Checks the chain, in slices between which everything else goes on; those who ask for the same at the same time share a walk. */
export class ChainCheck {
  readonly #log: Pick<AuditLog, 'rowsAfter'>;
  readonly #now: () => number;
  #checkpoint: Checkpoint | null = null;
  readonly #walks = new Map<boolean, Promise<Verification>>();

  constructor(log: Pick<AuditLog, 'rowsAfter'>, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /**
   * Walks the chain and says where it breaks first.
   * @param whole from the first record on; else from where the last walk of this run came to, which misses what was changed before
   */
  verify(whole: boolean): Promise<Verification> {
    const running = this.#walks.get(whole);
    if (running) return running;
    const walk = this.#walk(whole ? null : this.#checkpoint).finally(() => this.#walks.delete(whole));
    this.#walks.set(whole, walk);
    return walk;
  }

  async #walk(checkpoint: Checkpoint | null): Promise<Verification> {
    const from = checkpoint?.place ?? start;
    let place = from;
    for (;;) {
      const rows = await this.#log.rowsAfter(place.head.seq, sliceRows);
      if (rows.length === 0) break;
      for (const row of rows) {
        const why = fault(row, place.head);
        if (why) return this.#broken(place.head.seq + 1, why);
        place = after(place, row);
      }
      await breathe();
    }
    if (place.unsealed > 0) return this.#broken(place.firstUnsealed, 'erased');
    const checkedAt = this.#time();
    const wholeAt = checkpoint?.wholeAt ?? checkedAt;
    this.#checkpoint = { place, wholeAt };
    const { seq, digest } = place.head;
    return { intact: true, records: seq, head: seq === 0 ? null : digest, from: from.head.seq + 1, checkedAt, wholeAt };
  }

  #broken(brokenAt: number, why: 'missing' | 'digest' | 'content' | 'erased'): Verification {
    this.#checkpoint = null;
    return { intact: false, records: brokenAt - 1, brokenAt, why, checkedAt: this.#time() };
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }
}

function after({ unsealed, firstUnsealed }: Place, row: Link & { action: string; content: string | null }): Place {
  const head = { seq: row.seq, digest: row.digest };
  if (row.action === eraseAction && row.content !== null && unsealed <= erasedUpTo(row.content)) return { head, unsealed: 0, firstUnsealed: 0 };
  if (row.content !== null) return { head, unsealed, firstUnsealed };
  return { head, unsealed: row.seq, firstUnsealed: unsealed === 0 ? row.seq : firstUnsealed };
}
