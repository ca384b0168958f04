import type { Kysely } from 'kysely';
import type { Link } from '@/server/audit/chain';
import type { Database } from '@/server/db/schema';

/** What became of a record: it is there; another one has its place, so that it never will be; or its place is free, and it may yet come. */
export type Fate = 'on-record' | 'never' | 'open';

/**
 * What became of a record, and of all that was to be committed with it, where the commit was not answered: a connection can end in
 * between, and a commit can be done after it was looked for in vain. Rejects where the database does not answer.
 * @param place the record's own, as it was given when it was appended
 */
export async function fateOf(db: Kysely<Database>, { seq, digest }: Link): Promise<Fate> {
  const there = await db.selectFrom('audit').select('digest').where('seq', '=', seq).executeTakeFirst();
  if (!there) return 'open';
  return there.digest === digest ? 'on-record' : 'never';
}
