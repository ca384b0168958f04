import { expect, test } from 'vitest';
import { mostLinesShown } from '@/lib/trace/diagnosis-report';
import { diagnosisText } from '@/lib/trace/diagnosis-text';
import { movesIn } from '@/lib/trace/diagnose';
import { nothingExpected } from '@/lib/trace/expected';
import { heardIn } from '@/lib/trace/log/heard-in-log';
import { LogReader } from '@/lib/trace/log/log-reader';
import { boundedMoves } from '@/server/diagnoses/bounded-report';
import { HeardKeeper, usualKeeperLimits } from '@/server/diagnoses/heard-keeper';
import { diagnosedFiles } from '@/server/diagnoses/example-diagnosis';

const participant = '26de0160-30b5-4d7b-8a05-304472af284a';
const head = '2026-03-04 10:00:00.000 Info ';
const idOf = (at: number) => `${String(at).padStart(8, '0')}-30b5-4d7b-8a05-304472af284a`;

/** Moves of one guest, and as many places that they leave, each with a long name. */
function movesTimesLines(moves: number, lines: number): string {
  return [
    ...Array.from({ length: moves }, (_, at) => `${head}move participant operation: moving WC3 participant ${participant} (guest111111) (homed on this callbridge) to call ${idOf(at)}`),
    ...Array.from({ length: lines }, (_, at) => `${head}participant "guest111111" left space ${idOf(at)} (${'x'.repeat(1_900)})`),
  ].join('\n');
}

test('what shows many moves at once does not come as often as there are moves and lines: of each step the first lines are shown, and the others counted', async () => {
  const report = await diagnosedFiles([['a.log', movesTimesLines(80, 500)]]);
  expect(report.moves).toHaveLength(80);
  expect(JSON.stringify(report).length).toBeLessThan(12_000_000);
  for (const { steps } of report.moves) {
    expect(steps.every(({ shownBy, more }) => shownBy.length <= mostLinesShown && (more === 0 || shownBy.length === mostLinesShown))).toBe(true);
    expect(steps[9]?.more).toBe(500 - mostLinesShown);
  }
});

test('what tells best of a step is among the lines that are shown, however many come before it', async () => {
  const told = movesTimesLines(1, 1).split('\n')[0] ?? '';
  const hung = Array.from({ length: 70 }, (_, at) => `${head}call ${at}: tearing down ("guest111111" conference media)`);
  const left = `2026-03-04 10:00:01.000 Info participant "guest111111" left space ${idOf(1)} (Old)`;
  const [move] = (await diagnosedFiles([['a.log', [told, ...hung, left].join('\n')]])).moves;
  const step = move?.steps[9];
  expect([step?.shownBy.length, step?.more, step?.line]).toEqual([mostLinesShown, 21, 72]);
  expect(step?.shownBy.map(({ line }) => line)).toContain(72);
});

test('moves beyond what a report can hold are left out, and counted', () => {
  const keeper = new HeardKeeper(usualKeeperLimits);
  keeper.beginFile();
  const reader = new LogReader('a.log', (line) => {
    const one = heardIn(line, ({ ms }) => ms);
    if (one) keeper.keep(one);
  });
  movesTimesLines(10, 100).split('\n').forEach((line, at) => reader.read(line, at + 1));
  reader.finish();
  const { moves, judge } = movesIn(keeper.heard);
  const { moves: shown, left } = boundedMoves(moves.map((move) => judge(move, nothingExpected)), 300_000);
  expect([shown.length + left, shown.length > 0, left > 0, JSON.stringify(shown).length < 300_100]).toEqual([10, true, true, true]);
});

test('the words of a diagnosis say how many lines more there are', async () => {
  const report = await diagnosedFiles([['a.log', movesTimesLines(1, 1)]]);
  const [move] = report.moves;
  if (!move) throw new Error('There is no move');
  expect(diagnosisText({ ...report, moves: [{ ...move, finding: { ...move.finding, evidence: move.steps[0]?.shownBy ?? [], moreEvidence: 7 } }] })).toContain('\n  and 7 more');
});

test('of a line no more is kept than is shown, names in it included, and no character is cut in two', () => {
  const keeper = new HeardKeeper(usualKeeperLimits);
  keeper.beginFile();
  const name = '\u{1f600}'.repeat(1_900);
  const text = `participant "guest1" left space ${participant} (${name})`;
  const one = heardIn({ file: 'a.log', line: 1, host: null, time: { ms: 0, hasYear: true, offsetMinutes: 0 }, text }, ({ ms }) => ms);
  if (one) keeper.keep(one);
  expect(JSON.stringify(keeper.heard).length).toBeLessThan(3_000);
  // Half a character cannot be encoded.
  expect(() => encodeURIComponent(keeper.heard.map(({ said, text: shown }) => `${shown} ${said.says === 'left' ? said.name : ''}`).join())).not.toThrow();
});

test('files that say more than can be kept, by its length too, are read once more for what is around the moves', async () => {
  const far = Array.from({ length: 200 }, (_, at) => `2026-03-01 10:00:00.000 Info participant "guest2" left space ${idOf(at)} (${'y'.repeat(400)})`).join('\n');
  const report = await diagnosedFiles([['a.log', `${far}\n${movesTimesLines(1, 1)}`]], { keeping: { characters: 50_000 } });
  expect(report.moves.map((move) => [move.participant, move.steps[9]?.at])).toEqual([[participant, '2026-03-04T10:00:00.000Z']]);
  expect(report.skipped).toEqual([]);
});
