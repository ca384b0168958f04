import type { Kysely } from 'kysely';
import { heardWithin } from '@/server/heard-within';
import type { Database } from './schema';

const checkedKey = 'checked-at';
const patienceMs = 2_000;
/** Whoever asks need not be signed in: asking often costs no more than asking now and then. */
const keptMs = 1_000;

/** Whether the database takes something in: one whose disk is full still answers questions. */
export function takesWrites(db: Kysely<Database>): Promise<boolean> {
  const value = new Date().toISOString();
  const write = db.insertInto('settings').values({ key: checkedKey, value }).onConflict((conflict) => conflict.column('key').doUpdateSet({ value })).execute();
  return heardWithin(write, patienceMs).then(() => true, () => false);
}

/** The same question, put at most once within a second. */
export function onceInAWhile<Answer>(ask: () => Promise<Answer>, now: () => number = Date.now): () => Promise<Answer> {
  let asked: { readonly atMs: number; readonly answer: Promise<Answer> } | null = null;
  return () => {
    if (asked === null || now() - asked.atMs >= keptMs) asked = { atMs: now(), answer: ask() };
    return asked.answer;
  };
}
