import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { diagnoseFiles, type DiagnosisTerms } from '@/server/diagnoses/diagnose-files';
import { anotherMove, browserRecord, nodes, plainHand, threeBridges, written, type Hand } from '../support/three-bridges';

const nowMs = Date.UTC(2027, 4, 1);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'usher-clocks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function diagnosed(files: Readonly<Record<string, string>>, terms: Partial<DiagnosisTerms> = {}): Promise<DiagnosisReport> {
  const given = Object.entries(files).map(([name, content]) => {
    writeFileSync(path.join(folder, name), content);
    return { path: path.join(folder, name), name };
  });
  return diagnoseFiles(given, { timeZone: null, nowMs, ...terms });
}

/** The logs of all nodes, each by its own hand. */
function logs(hands: Readonly<Record<string, Partial<Hand>>> = {}): Record<string, string> {
  return Object.fromEntries(nodes.map((node) => [`${node}.log`, written(threeBridges, node, { ...plainHand, ...hands[node] })]));
}

const everyNode = (hand: Partial<Hand>) => Object.fromEntries(nodes.map((node) => [node, hand]));

/** When each step was, after the first, as far as it is known, in milliseconds. */
function stepTimes({ moves }: DiagnosisReport): Record<number, number> {
  const begin = Date.parse(moves[0]?.steps[0]?.at ?? '');
  return Object.fromEntries((moves[0]?.steps ?? []).flatMap(({ step, at }) => (at === null ? [] : [[step, Date.parse(at) - begin]])));
}

const trueTimes = { 1: 0, 4: 7, 5: 46, 7: 57, 8: 70, 9: 80, 10: 80, 11: 92 };
const beganAt = '2026-11-26T19:23:22.397Z';

describe('the time zone of lines that do not tell it', () => {
  test('is taken to be UTC where nothing shows it, and that is said', async () => {
    const report = await diagnosed(logs());
    expect(report.moves[0]?.steps[0]?.at).toBe(beganAt);
    expect(report.assumed).toEqual(['The lines of cbcms1.log, cbcms2.log, cbcms3.log, wbcms1.log tell no time zone: their times were taken to be in UTC.', 'Lines that tell no year were taken to be of the last twelve months.']);
  });

  test.each([[120, '2 h ahead of UTC'], [-210, '3 h 30 min behind UTC'], [345, '5 h 45 min ahead of UTC'], [840, '14 h ahead of UTC'], [-720, '12 h behind UTC'], [0, 'in UTC']])('is guessed from a recording of the browser, %i minutes', async (zone, words) => {
    const report = await diagnosed({ ...logs(everyNode({ zone })), 'browser.har': browserRecord() });
    expect(report.moves).toHaveLength(1);
    expect(report.moves[0]).toMatchObject({ finding: { symptom: 'joined', cause: null }, steps: [{ at: beganAt }, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}] });
    expect(report.assumed[0]).toBe(`The clocks of ${nodes.map((node) => `${node}.log`).join(', ')} are ${words}: browser.har shows the same move.`);
    expect(report.assumed[1]).toBe('Lines that tell no year are of 2026, by what shows their time.');
  });

  test('is guessed for each file by itself', async () => {
    const zones = { cbcms1: { zone: 330 }, cbcms2: { zone: -300, form: 'event-log' }, cbcms3: { zone: 60 }, wbcms1: { zone: 570 } } as const;
    const report = await diagnosed({ ...logs(zones), 'browser.har': browserRecord() });
    expect(report.moves).toHaveLength(1);
    expect(stepTimes(report)).toMatchObject({ 1: 0, 4: 7, 5: 46, 9: 80, 10: 80 });
    expect(report.assumed.join('\n')).toMatch(/cbcms1\.log are 5 h 30 min ahead.*\n.*cbcms2\.log are 5 h behind.*\n.*cbcms3\.log are 1 h ahead.*\n.*wbcms1\.log are 9 h 30 min ahead/);
  });

  test('is guessed for both parts of a log in which clocks were put forward', async () => {
    const both = (forward: number) => written(threeBridges, 'cbcms2', { ...plainHand, zone: 60 }) + written(anotherMove(1, 600_000), 'cbcms2', { ...plainHand, zone: 60 + forward });
    const known = written([...threeBridges, ...anotherMove(1, 600_000)], 'cbcms3', { ...plainHand, form: 'zoned' });
    for (const forward of [60, -60]) {
      const { moves, assumed } = await diagnosed({ 'cbcms2.log': both(forward), 'cbcms3.log': known });
      expect(moves.map(({ steps }) => steps[0]?.at)).toEqual([beganAt, '2026-11-26T19:33:22.397Z']);
      expect(assumed[0]).toContain(`are 1 h ahead of UTC, and later ${forward > 0 ? '2 h ahead of' : 'in'} UTC`);
    }
  });

  test('is guessed from a log that does tell it', async () => {
    const report = await diagnosed(logs({ ...everyNode({ zone: 60 }), cbcms2: { zone: -420, form: 'zoned' } }));
    expect(report.moves[0]?.steps[0]?.at).toBe(beganAt);
    expect(stepTimes(report)).toEqual(trueTimes);
    expect(report.assumed[0]).toContain('are 1 h ahead of UTC: cbcms2.log');
  });

  test('of logs of which none tells it is the same for all, by what they say of the same move', async () => {
    const report = await diagnosed(logs({ cbcms1: { zone: 60 } }));
    expect(stepTimes(report)).toEqual(trueTimes);
    expect(report.assumed.join(' ')).toMatch(/The clocks of cbcms1\.log are 1 h ahead of UTC if those of .* are in UTC: they show the same move/);
  });

  test('of logs of which none tells it may be further apart than any is from UTC', async () => {
    const report = await diagnosed(logs({ cbcms1: { zone: 765 }, cbcms2: { zone: -210 }, cbcms3: { zone: -210 }, wbcms1: { zone: -210 } }));
    expect(report.moves).toHaveLength(1);
    expect(stepTimes(report)).toMatchObject(trueTimes);
  });

  test('is the one that was said, and where a recording shows another that is said', async () => {
    const files = { ...logs(everyNode({ zone: 120 })), 'browser.har': browserRecord() };
    const { assumed, moves } = await diagnosed(files, { timeZone: 'Europe/Berlin' });
    expect(moves[0]?.steps[0]?.at).toBe('2026-11-26T20:23:22.397Z');
    expect(assumed.join(' ')).toContain('The clocks of cbcms2.log were taken to be in Europe/Berlin, as was said. By what browser.har');
    expect((await diagnosed(files, { usualTimeZone: 'Europe/Berlin' })).moves[0]?.steps[0]?.at).toBe(beganAt);
    expect((await diagnosed(logs(everyNode({ zone: 60 })), { usualTimeZone: 'Europe/Berlin' })).moves[0]?.steps[0]?.at).toBe(beganAt);
  });

  test('is not guessed where what shows it does not agree', async () => {
    const other = anotherMove(1, 60_000);
    const asked = written(threeBridges, 'cbcms2', { ...plainHand, zone: 60 }) + written(other, 'cbcms2', { ...plainHand, zone: 300 });
    const report = await diagnosed({ 'cbcms2.log': asked, 'cbcms3.log': written([...threeBridges, ...other], 'cbcms3', { ...plainHand, form: 'zoned' }) });
    expect(report.assumed.join(' ')).toContain('cbcms2.log tell no time zone, and what shows it does not agree');
  });
});

describe('clocks that differ', () => {
  test.each([['cbcms1', -5_000], ['cbcms3', -5_000], ['cbcms3', 5_000], ['wbcms1', 5_000], ['wbcms1', -5_000]] as const)('are put right where that is certain: %s by %i ms', async (node, lead) => {
    const report = await diagnosed({ ...logs({ [node]: { lead } }), 'browser.har': browserRecord() });
    const times = stepTimes(report);
    for (const [step, ms] of Object.entries(trueTimes)) expect(Math.abs((times[Number(step)] ?? 1e9) - ms), `step ${step}`).toBeLessThan(100);
    expect(report.assumed.join(' ')).toMatch(new RegExp(`The clock of ${node} is (4\\.9|5\\.0|5\\.1) s ${lead > 0 ? 'ahead of' : 'behind'} cbcms2's`));
  });

  test('that may be only late are left as they are', async () => {
    const files = (lead: number) => ({ ...logs({ cbcms1: { lead } }), 'browser.har': browserRecord() });
    expect((await diagnosed(files(5_000))).assumed.join(' ')).not.toContain('The clock of');
    expect((await diagnosed(files(15_000))).assumed.join(' ')).toContain('The clock of cbcms1 is 15.0 s ahead');
  });

  test('show beside the time that is right the one that was written', async () => {
    const report = await diagnosed(logs({ cbcms3: { lead: -5_000, form: 'zoned' } }));
    const joined = report.moves[0]?.steps[10];
    expect(joined?.shownBy.find(({ file }) => file === 'cbcms3.log')).toMatchObject({ written: expect.stringMatching(/^2026-11-26T19:23:17/) as string });
    expect(report.moves[0]?.steps[0]?.shownBy[0]).toMatchObject({ at: beganAt, written: '11-26 19:23:22.397' });
  });
});
