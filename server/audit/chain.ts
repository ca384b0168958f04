import { hash } from 'node:crypto';
import type { Database } from '@/server/db/schema';

type Row = Database['audit'];

/** The end of a chain, or of a part of it: what the next record follows. */
export interface Link {
  readonly seq: number;
  readonly digest: string;
}

/** What the first record follows. */
export const beginning: Link = { seq: 0, digest: sha256('usher audit') };

/** SHA-256 of a text, in hexadecimal digits. */
export function sha256(text: string): string {
  return hash('sha256', text);
}

/**
 * The digest of a record that follows another. The list of fields is fixed: JSON of an array has one spelling.
 * `scripts/audit-verify.mjs` says the same once more, for files.
 */
export function digestAfter(previous: string, row: Omit<Row, 'content' | 'digest'>): string {
  const fields = [previous, row.seq, row.at, row.by_kind, row.by_id, row.action, row.result, row.content_digest];
  return sha256(JSON.stringify(fields));
}

/** Why a record does not follow `head`; null if it does. Content that was erased is not looked at. */
export function fault(row: Row, head: Link): 'missing' | 'digest' | 'content' | null {
  if (row.seq !== head.seq + 1) return 'missing';
  if (row.digest !== digestAfter(head.digest, row)) return 'digest';
  if (row.content !== null && row.content_digest !== sha256(row.content)) return 'content';
  return null;
}
