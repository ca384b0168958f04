import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import type { Caller } from '@/lib/access/access';
import { Audit } from '@/server/audit/audit';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: '127.0.0.1' };
const entry = (action: string) => ({ caller: ana, action, result: 'ok', details: { action } });

let db: Kysely<Database>;
let audit: Audit;

beforeEach(async () => {
  db = await memoryDatabase();
  audit = new Audit(db, () => 1_700_000_000_000);
});
afterEach(() => db.destroy());

describe('the audit chain', () => {
  test('verifies, and continues over a restart', async () => {
    await audit.append(entry('a'));
    await new Audit(db, () => 1).append(entry('b'));
    expect(await audit.verify()).toMatchObject({ intact: true, records: 2 });
  });

  test('stays one chain when many write at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => audit.append(entry(`a${n}`))));
    expect(await audit.verify()).toMatchObject({ intact: true, records: 40 });
  });

  test('shows a record that was changed, taken out, or whose content was swapped', async () => {
    for (const n of [1, 2, 3]) await audit.append(entry(`a${n}`));
    await db.updateTable('audit').set({ content: '{}' }).where('seq', '=', 2).execute();
    expect(await audit.verify()).toMatchObject({ intact: false, brokenAt: 2, why: 'content' });
    await db.updateTable('audit').set({ result: 'forbidden' }).where('seq', '=', 1).execute();
    expect(await audit.verify()).toMatchObject({ intact: false, brokenAt: 1, why: 'digest' });
    await db.deleteFrom('audit').where('seq', '=', 1).execute();
    expect(await audit.verify()).toMatchObject({ intact: false, brokenAt: 1, why: 'missing' });
  });

  test('still verifies once personal data has been erased', async () => {
    await audit.append(entry('a'));
    await db.updateTable('audit').set({ content: null }).execute();
    expect(await audit.verify()).toMatchObject({ intact: true });
    expect(await audit.list(10, null)).toMatchObject([{ by: { id: 'p1', name: null }, details: null }]);
  });

  test('records nothing of what failed, and goes on', async () => {
    const failing = audit.write(async (_, append) => {
      await append(entry('lost'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await audit.append(entry('kept'));
    expect((await audit.list(10, null)).map(({ action }) => action)).toEqual(['kept']);
    expect(await audit.verify()).toMatchObject({ intact: true, records: 1 });
  });
});
