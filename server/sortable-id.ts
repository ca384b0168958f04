import { randomFillSync } from 'node:crypto';
import { ulid } from 'ulid';

/** An id takes 16 random bytes; asked for one by one they cost more than all else that is done to put a move on record. */
const pool = new Uint8Array(4_096);
let used = pool.length;

/** A new id (ULID). Those of later milliseconds sort after it. @param nowMs milliseconds since 1970 */
export function sortableId(nowMs: number): string {
  return ulid(nowMs, randomPart);
}

/** From 0 to less than 1. */
function randomPart(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  used += 1;
  return byte / 256;
}
