import { expect, test } from 'vitest';
import { actionChoices, actionWords, isGood } from '@/components/audit/audit-words';

test('an action reads as words', () => {
  expect(actionWords('add-call-bridge')).toBe('Add call bridge');
});

test('the actions to pick from are the usual ones and those that were seen, each once', () => {
  const values = actionChoices(['sign-in', 'arm-fault']).map(({ value }) => value);
  expect(values).toContain('arm-fault');
  expect(values.filter((value) => value === 'sign-in')).toHaveLength(1);
});

test('what was refused is not good, whatever its code', () => {
  expect(['ok', 'joined', 'forbidden', 'dropped'].map(isGood)).toEqual([true, true, false, false]);
});
