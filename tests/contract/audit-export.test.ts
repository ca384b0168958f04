import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { createAuditDesk, type AuditDesk } from '@/server/audit/audit-desk';
import { exportedLines } from '@/server/audit/audit-export';
import { Erasure } from '@/server/audit/erasure';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import type { OpenedDatabase } from '@/server/db/open-database';
import { type DataPlace, engines, freshPlace, openPlace } from '../support/databases';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: '192.0.2.7' };
const run = promisify(execFile);
const day = 86_400_000;

describe.each(engines)('on %s, an exported audit log', (engine) => {
  let place: DataPlace;
  let opened: OpenedDatabase;
  let audit: AuditDesk;
  let clock: ManualClock;

  beforeEach(async () => {
    place = await freshPlace(engine);
    opened = await openPlace(place);
    clock = new ManualClock(Date.UTC(2026, 0, 1));
    audit = createAuditDesk(opened.db, () => clock.now());
    await Promise.all(Array.from({ length: 450 }, (_, n) => audit.writer.append({ caller: ana, action: `a${n}`, result: 'ok', details: { n, 'ä"': '\n' } })));
  });
  afterEach(async () => {
    await opened.close();
    place.remove();
  });

  const exported = async () => {
    let text = '';
    for await (const piece of exportedLines(audit.log, (await audit.writer.head()).seq)) text += piece;
    return text.trimEnd().split('\n');
  };
  const verify = async (lines: readonly string[]) => {
    const file = path.join(place.dataDir, 'audit.jsonl');
    writeFileSync(file, `${lines.join('\n')}\n`);
    const ended = run(process.execPath, ['scripts/audit-verify.mjs', file]);
    return ended.then(({ stdout }) => ({ code: 0, said: stdout }), (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }));
  };
  const eraseAfter = async (days: number) => {
    clock.advance(days * day);
    await new Erasure({ db: opened.db, audit: audit.writer, clock, log: pino({ enabled: false }), days: 30, forwardedUpTo: () => null }).eraseOld();
  };

  test('is verified without Usher, and ends with the digest that Usher names', async () => {
    const found = await audit.check.verify(true);
    expect(found).toMatchObject({ intact: true, records: 450 });
    const answer = await verify(await exported());
    expect(answer.code).toBe(0);
    expect(answer.said).toContain(found.intact ? found.head : 'broken');
  });

  test('shows the first record that was changed, taken out, put elsewhere or emptied', async () => {
    const lines = await exported();
    const line = (n: number) => lines[n - 1] ?? '';
    const broken: [lines: string[], at: number][] = [
      [lines.with(6, line(7).replace('"a6"', '"b6"')), 7],
      [lines.with(6, line(7).replace('Ana', 'Eve')), 7],
      [lines.toSpliced(6, 1), 7],
      [lines.with(6, line(8)).with(7, line(7)), 7],
      [lines.with(6, JSON.stringify({ ...(JSON.parse(line(7)) as object), content: null })), 7],
      [lines.with(6, '{'), 7],
    ];
    for (const [changed, at] of broken) {
      const { code, said } = await verify(changed);
      expect([code, said]).toEqual([1, expect.stringContaining(`Broken at record ${at}:`)]);
    }
  });

  test('holds, and names nobody, once old records were erased', async () => {
    await eraseAfter(29);
    expect((await audit.log.list(1, null, {})).items).toMatchObject([{ seq: 450, by: { name: 'Ana' } }]);
    await eraseAfter(2);
    await audit.writer.append({ caller: ana, action: 'later', result: 'ok', details: {} });
    expect((await audit.log.list(3, null, {})).items).toMatchObject([
      { action: 'later', by: { name: 'Ana' } },
      { action: 'erase-audit', details: { from: 1, upTo: 450, olderThanDays: 30 } },
      { action: 'a449', by: { id: 'p1', name: null }, address: null, details: null },
    ]);
    expect(await audit.check.verify(true)).toMatchObject({ intact: true, records: 452 });
    const lines = await exported();
    expect(lines.slice(0, 450).join()).not.toContain('Ana');
    expect(await verify(lines)).toMatchObject({ code: 0 });
    await eraseAfter(40);
    expect(await audit.check.verify(true)).toMatchObject({ intact: true, records: 453 });
  });
});
