import { expect, test } from 'vitest';
import { predictionWords, trustWords } from '@/components/move/prediction-words';

const trust = { cluster: { id: 'c1', name: 'webapp.com' }, mode: 'observe', since: '', seen: 14, held: 13, missed: 1, notKnown: 0, overlooked: 0, misses: [] } as const;
const allowed = { allowed: true, reason: null, reasons: [], consequences: [{ code: 'admits-lobby' as const, count: 2 }] };

test('a cluster that is only observed says how the predictions have done', () => {
  expect(trustWords({ ...trust, misses: [] }, '3 Nov')).toBe('In observe since 3 Nov: 14 moves by others seen, 13 as predicted, 1 not.');
  expect(trustWords({ ...trust, misses: [], seen: 1, held: 0, missed: 0, notKnown: 1 }, '3 Nov')).toBe('In observe since 3 Nov: 1 move by others seen, 0 as predicted, 1 that cannot be compared.');
  expect(trustWords({ ...trust, misses: [], seen: 0 }, '3 Nov')).toBe('In observe since 3 Nov: no moves by others seen.');
});

test('a prediction that failed says what did not come true, or that the move was possible', () => {
  expect(predictionWords({ predicted: allowed, held: false, outcomes: [{ code: 'admits-lobby', came: false }] })).toMatch(/did not come true: .*2/);
  expect(predictionWords({ predicted: { allowed: false, reason: 'cannot-move', reasons: ['cannot-move'], consequences: [] }, held: false, outcomes: [] })).toMatch(/would have refused/);
  expect(predictionWords({ predicted: allowed, held: true, outcomes: [] })).toMatch(/as Usher would have said/);
  expect(predictionWords({ predicted: null, held: null, outcomes: [] })).toMatch(/Nothing was predicted/);
});
