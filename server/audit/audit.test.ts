import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import type { Caller } from '@/lib/access/access';
import type { AuditFilter } from '@/lib/audit/audit-record';
import { Audit } from '@/server/audit/audit';
import { AuditLog } from '@/server/audit/audit-log';
import { ChainCheck } from '@/server/audit/chain-check';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: '127.0.0.1' };
const entry = (action: string) => ({ caller: ana, action, result: 'ok', details: { action } });

let db: Kysely<Database>;
let audit: Audit;
let log: AuditLog;
let check: ChainCheck;

beforeEach(async () => {
  db = await memoryDatabase();
  audit = new Audit(db, () => 1_700_000_000_000);
  log = new AuditLog(db);
  check = new ChainCheck(log, () => 1_700_000_000_000);
});
afterEach(() => db.destroy());

describe('the audit chain', () => {
  test('verifies, and continues over a restart', async () => {
    await audit.append(entry('a'));
    await new Audit(db, () => 1).append(entry('b'));
    expect(await check.verify(true)).toMatchObject({ intact: true, records: 2 });
  });

  test('stays one chain when many write at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => audit.append(entry(`a${n}`))));
    expect(await check.verify(true)).toMatchObject({ intact: true, records: 40 });
  });

  test('shows a record that was changed, taken out, or whose content was swapped', async () => {
    for (const n of [1, 2, 3]) await audit.append(entry(`a${n}`));
    await db.updateTable('audit').set({ content: '{}' }).where('seq', '=', 2).execute();
    expect(await check.verify(true)).toMatchObject({ intact: false, brokenAt: 2, why: 'content' });
    await db.updateTable('audit').set({ result: 'forbidden' }).where('seq', '=', 1).execute();
    expect(await check.verify(true)).toMatchObject({ intact: false, brokenAt: 1, why: 'digest' });
    await db.deleteFrom('audit').where('seq', '=', 1).execute();
    expect(await check.verify(true)).toMatchObject({ intact: false, brokenAt: 1, why: 'missing' });
  });

  test('still verifies once personal data has been erased, and says where it was without a record of it', async () => {
    await audit.append(entry('a'));
    await db.updateTable('audit').set({ content: null }).execute();
    expect(await check.verify(true)).toMatchObject({ intact: false, brokenAt: 1, why: 'erased' });
    await audit.append({ ...entry('erase-audit'), details: { upTo: 1 } });
    expect(await check.verify(true)).toMatchObject({ intact: true });
    expect((await log.list(10, null, {})).items).toMatchObject([{ action: 'erase-audit' }, { by: { id: 'p1', name: null }, details: null }]);
  });

  test('records nothing of what failed, and goes on', async () => {
    const failing = audit.write(async (_, append) => {
      await append(entry('lost'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await audit.append(entry('kept'));
    expect((await log.list(10, null, {})).items.map(({ action }) => action)).toEqual(['kept']);
    expect(await check.verify(true)).toMatchObject({ intact: true, records: 1 });
  });

  test('answers each of those who write at once, and undoes only what failed', async () => {
    const work = (name: string, fails: boolean) =>
      audit.write(async (trx, append) => {
        await trx.insertInto('settings').values({ key: name, value: '' }).execute();
        await append(entry(name));
        if (fails) throw new Error(name);
        return name;
      });
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, (_, n) => work(`w${n}`, n % 7 === 3)));
    const done = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(done).toHaveLength(outcomes.filter((_, n) => n % 7 !== 3).length);
    const kept = await db.selectFrom('settings').select('key').where('key', 'like', 'w%').execute();
    expect(kept.map(({ key }) => key).toSorted()).toEqual(done.toSorted());
    expect(await check.verify(true)).toMatchObject({ intact: true, records: done.length });
  });

  test('is checked from where the last walk came to, if that is asked for', async () => {
    for (const n of [1, 2, 3]) await audit.append(entry(`a${n}`));
    expect(await check.verify(false)).toMatchObject({ intact: true, from: 1, records: 3 });
    await audit.append(entry('a4'));
    expect(await check.verify(false)).toMatchObject({ intact: true, from: 4, records: 4 });
    await db.updateTable('audit').set({ result: 'forbidden' }).where('seq', '=', 2).execute();
    expect(await check.verify(false)).toMatchObject({ intact: true, from: 5 });
    expect(await check.verify(true)).toMatchObject({ intact: false, brokenAt: 2 });
    expect(await check.verify(false)).toMatchObject({ intact: false, brokenAt: 2 });
  });
});

describe('a question to the audit log', () => {
  beforeEach(async () => {
    const ben = { ...ana, id: 'p2', name: 'Bän "the" Ops' };
    await audit.append(entry('sign-in'));
    await audit.append({ caller: ben, action: 'add-person', result: 'forbidden', details: { name: 'Cleo' } });
    await audit.append({ caller: ben, action: 'sign-in', result: 'ok', details: null });
  });
  const found = async (filter: AuditFilter) => (await log.list(10, null, filter)).items.map(({ seq }) => seq);

  test('picks by action, result, whom, time and words', async () => {
    expect(await found({ action: 'sign-in' })).toEqual([3, 1]);
    expect(await found({ result: 'refused' })).toEqual([2]);
    expect(await found({ result: 'ok', by: 'p2' })).toEqual([3]);
    expect(await found({ from: new Date(1_700_000_000_001).toISOString() })).toEqual([]);
    expect(await found({ to: new Date(1_700_000_000_000).toISOString() })).toEqual([3, 2, 1]);
    expect(await found({ search: 'BÄN cleo' })).toEqual([2]);
    expect(await found({ search: '"the"' })).toEqual([3, 2]);
    expect(await log.count({ by: 'p2' })).toBe(2);
  });

  test('for words stops after a while, and says where to go on', async () => {
    await db
      .insertInto('audit')
      .values(Array.from({ length: 3_000 }, (_, n) => ({ seq: 4 + n, at: 0, by_kind: '', by_id: '', action: 'x', result: 'ok', content_digest: '', content: '{}', digest: '' })))
      .execute();
    const walk: number[] = [];
    let before: number | null = null;
    do {
      const page = await new AuditLog(db, { searchedAtMost: 1_000 }).list(10, before, { search: 'cleo' });
      walk.push(...page.items.map(({ seq }) => seq));
      before = page.before;
    } while (before !== null);
    expect(walk).toEqual([2]);
  });

  test('gives every record once, page by page', async () => {
    const first = await log.list(2, null, {});
    expect(first).toMatchObject({ items: [{ seq: 3 }, { seq: 2 }], before: 2 });
    expect(await log.list(2, first.before, {})).toMatchObject({ items: [{ seq: 1 }], before: null });
  });
});
