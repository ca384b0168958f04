import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { diagnoseFiles } from '@/server/diagnoses/diagnose-files';
import type { KeeperLimits } from '@/server/diagnoses/heard-keeper';

/** One line for each thing that was logged. */
const log = readFileSync(path.join(import.meta.dirname, '../../lib/trace/examples/guest-move.log'), 'utf8').replaceAll(/(?<=\S) (?=2021-03-04 15:50)/g, '\n').split('\n').filter((line) => line.trim() !== '');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'usher-moves-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function diagnosed(files: readonly (readonly string[])[], timeZone: string | null = null, keeping?: Partial<KeeperLimits>): Promise<DiagnosisReport> {
  const given = files.map((lines, at) => {
    const file = path.join(folder, `${at}.log`);
    writeFileSync(file, lines.join('\n'));
    return { path: file, name: 'cms.log' };
  });
  return diagnoseFiles(given, { timeZone, nowMs: Date.UTC(2026, 0, 1), ...(keeping && { keeping }) });
}

/** What matters of each move: who, how it went, and when each step came about. */
function told({ moves }: DiagnosisReport) {
  return moves.map(({ participant, newParticipant, finding, steps }) => ({ participant, newParticipant, symptom: finding.symptom, cause: finding.cause, at: steps.map(({ at }) => at) }));
}

/** The same move of somebody else, at other numbers. */
const another = log.map((line) =>
  line.replaceAll('26de0160', '36de0160').replaceAll('dd2bc8c6', 'ed2bc8c6').replaceAll('guest921953266', 'guest921953267').replaceAll('guest2316075499', 'guest2316075498').replaceAll('User X', 'User Y').replaceAll('API trace 42003', 'API trace 42004').replaceAll(/\bcall (19|20):/g, 'call 1$1:'),
);

test('ten thousand lines about other things between any two lines change nothing', async () => {
  const between = Array.from({ length: 10_000 }, (_, at) => `2021-03-04 15:50:03.915 Info call ${at + 1_000}: compensating for far end not matching payload types`);
  const few = await diagnosed([log]);
  expect(told(few)).toMatchObject([{ symptom: 'joined' }]);
  expect(told(await diagnosed([log.flatMap((line) => [line, ...between])]))).toEqual(told(few));
});

test('of files that say more than can be kept what was said around the moves is kept', async () => {
  const before = Array.from({ length: 3_000 }, (_, at) => `2021-03-04 ${String(Math.floor(at / 300)).padStart(2, '0')}:00:00.000 Info call ${at}: destroying API call leg ${String(10_000_000 + at)}-30b5-4d7b-8a05-304472af284a`);
  const report = await diagnosed([[...before, ...log]], null, { heard: 500, moves: 100 });
  expect(report.skipped).toEqual([]);
  expect(told(report)).toEqual(told(await diagnosed([log])));
});

test('two moves whose lines are mixed are told apart', async () => {
  const turns = fc.array(fc.boolean(), { minLength: log.length * 2, maxLength: log.length * 2 });
  await fc.assert(
    fc.asyncProperty(turns, async (order) => {
      const [one, other] = [[...log], [...another]];
      const mixed = order.flatMap((isOne) => (isOne ? one : other).shift() ?? []).concat(one, other);
      const found = told(await diagnosed([mixed])).map(({ participant, newParticipant, symptom }) => [participant?.slice(0, 8), newParticipant?.slice(0, 8), symptom]);
      expect(found.sort()).toEqual([['26de0160', 'dd2bc8c6', 'joined'], ['36de0160', 'ed2bc8c6', 'joined']]);
    }),
    { numRuns: 40 },
  );
});

test('what one bridge logged into several files may come in any order', async () => {
  const whole = told(await diagnosed([log]));
  const named = log.map((line) => line.replace(/^(\S+) +(\S+) +Info +/, '$1T$2 cms-a host:server: INFO : '));
  const cuts = [named.slice(0, 9), named.slice(9, 16), named.slice(16)];
  for (const [a, b, c] of [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] as const) {
    const files = [a, b, c].map((at) => cuts[at] ?? []);
    expect(told(await diagnosed(files))).toEqual(whole);
  }
});

test.each([['Europe/Berlin', 1], ['America/St_Johns', -3.5], ['Asia/Kathmandu', 5.75]])('in %s each step is as many hours off as that is, and the rest is the same', async (timeZone, hours) => {
  const later = (at: string | null) => at && new Date(Date.parse(at) - hours * 3_600_000).toISOString();
  const [move] = told(await diagnosed([log]));
  expect(told(await diagnosed([log], timeZone))).toEqual([{ ...move, at: move?.at.map(later) }]);
});
