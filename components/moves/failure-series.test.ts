import { expect, test } from 'vitest';
import { failureSeries, lastDays, totalsBy } from '@/components/moves/failure-series';

const days = ['2026-03-07', '2026-03-08', '2026-03-09'];
const counts = [
  { day: '2026-03-07', symptom: 'dropped', cause: 'client-left', count: 2 },
  { day: '2026-03-09', symptom: 'dropped', cause: 'insufficient-evidence', count: 1 },
  { day: '2026-03-09', symptom: 'nothing-happened', cause: 'insufficient-evidence', count: 4 },
  { day: '2026-03-09', symptom: 'in-lobby', cause: null, count: 2 },
  { day: '2026-02-01', symptom: 'dropped', cause: 'moved-again', count: 9 },
] as const;

test('each cause has a number for each day, the most frequent first; what has no cause goes by its symptom; other days do not count', () => {
  expect(failureSeries(counts, days)).toEqual([
    { key: 'insufficient-evidence', cause: 'insufficient-evidence', symptom: null, total: 5, perDay: [0, 0, 5] },
    { key: 'client-left', cause: 'client-left', symptom: null, total: 2, perDay: [2, 0, 0] },
    { key: 'in-lobby', cause: null, symptom: 'in-lobby', total: 2, perDay: [0, 0, 2] },
  ]);
  expect(failureSeries([], days)).toEqual([]);
});

test('the choices of a filter are counted', () => {
  expect([...totalsBy(counts, ({ symptom }) => symptom)]).toEqual([['dropped', 12], ['nothing-happened', 4], ['in-lobby', 2]]);
  expect([...totalsBy(counts, ({ cause }) => cause)].find(([cause]) => cause === 'insufficient-evidence')).toEqual(['insufficient-evidence', 5]);
});

test('the last days end today, where the reader is, and begin at a midnight', () => {
  const { days: last, from } = lastDays(30, new Date(2026, 2, 9, 0, 30));
  expect([last.length, last[0], last.at(-1)]).toEqual([30, '2026-02-08', '2026-03-09']);
  expect(new Date(from)).toEqual(new Date(2026, 1, 8));
});
