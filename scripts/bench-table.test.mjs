import { expect, test } from 'vitest';
import { benchTable, isBenchRow } from './bench-table.mjs';

const row = { name: 'a move', subject: 30.1234, against: 12, ratio: 2.51, spread: 0.1, goal: 3, met: true };

test('a row has a name, finite figures and says whether its goal is met', () => {
  expect(isBenchRow(row)).toBe(true);
  expect(isBenchRow({ ...row, ratio: Number.NaN })).toBe(false);
  expect(isBenchRow({ ...row, met: 'yes' })).toBe(false);
  expect(isBenchRow(null)).toBe(false);
});

test('rows stand in columns, and a goal that is missed stands out', () => {
  expect(benchTable([row, { ...row, name: 'memory', met: false }])).toBe(
    [
      'name    subject  against  ratio  spread  goal  met',
      'a move  30.12    12       2.51   0.1     3     yes',
      'memory  30.12    12       2.51   0.1     3     NO',
    ].join('\n'),
  );
});
