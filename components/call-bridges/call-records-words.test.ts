import { expect, test } from 'vitest';
import { clockWords, countWords } from './call-records-words';

const records = { ageMs: 0, received: 0, missing: 0, doubled: 0, unreadable: 0, refused: 0, problem: null };

test('what is as it should be takes no words', () => {
  expect(countWords(records)).toEqual([]);
  expect(countWords({ ...records, received: 12, doubled: 3 })).toEqual([{ words: '12 came', isBad: false }]);
});

test('what is not, is said', () => {
  expect(countWords({ ...records, missing: 2, unreadable: 1, refused: 1 }).map(({ words }) => words)).toEqual([
    '2 missing',
    '1 could not be read',
    '1 post turned away',
  ]);
});

test.each([
  [null, null],
  [999, { words: 'Clock in step', isOff: false }],
  [-999, { words: 'Clock in step', isOff: false }],
  [1_400, { words: 'Clock 1 s ahead', isOff: false }],
  [-8_000, { words: 'Clock 8 s behind', isOff: true }],
  [3_600_000, { words: 'Clock 60 min ahead', isOff: true }],
])('a clock that is %s ms ahead reads %o', (aheadMs, words) => {
  expect(clockWords(aheadMs)).toEqual(words);
});
