import type { Caller } from '@/lib/access/access';
import type { AuditRecord } from '@/lib/audit/audit-record';
import { digestAfter, sha256, type Link } from '@/server/audit/chain';
import type { Database } from '@/server/db/schema';

type Row = Database['audit'];

/** What is put on record. `details` is JSON without secrets. */
export interface AuditEntry {
  readonly caller: Pick<Caller, 'id' | 'name' | 'address'> & { readonly kind: Caller['kind'] | 'nobody' };
  readonly action: string;
  /** `ok`, or the code of the problem. */
  readonly result: string;
  readonly details: unknown;
}

interface StoredContent {
  readonly name: string;
  readonly address: string | null;
  readonly details: unknown;
}

/** The row of an entry that follows `head`; `at` in milliseconds since 1970. */
export function rowAfter(head: Link, { caller, action, result, details }: AuditEntry, at: number): Row {
  const content = JSON.stringify({ name: caller.name, address: caller.address, details } satisfies StoredContent);
  const record = { seq: head.seq + 1, at, by_kind: caller.kind, by_id: caller.id, action, result, content_digest: sha256(content) };
  return { ...record, content, digest: digestAfter(head.digest, record) };
}

/** A row as it is shown. */
export function recordOf(row: Row): AuditRecord {
  const content = row.content === null ? null : (JSON.parse(row.content) as StoredContent);
  return {
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    by: { kind: row.by_kind, id: row.by_id, name: content?.name ?? null },
    address: content?.address ?? null,
    action: row.action,
    result: row.result,
    details: content?.details ?? null,
    digest: row.digest,
  };
}
