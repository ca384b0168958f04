import { expect, test } from 'vitest';
import { agoWords } from '@/components/ui/ago-words';

test.each([
  [0, 'just now'],
  [1, 'just now'],
  [2, '2 s ago'],
  [119, '119 s ago'],
  [120, '2 min ago'],
  [7_169, '119 min ago'],
  [7_200, '2 h ago'],
  [47 * 3_600, '47 h ago'],
  [48 * 3_600, '2 days ago'],
])('%i seconds are %s', (seconds, words) => {
  expect(agoWords(seconds)).toBe(words);
});
