import { expect, test } from 'vitest';
import type { GuessedZone } from '@/lib/trace/clock/zone-guess';
import { zoneWords } from '@/lib/trace/clock/zone-words';

const guessed = (file: string, how: GuessedZone['how']): GuessedZone => ({ writer: `${file} ${how}`, file, by: [], how, zone: null });

test('files of which one thing holds are named in one sentence', () => {
  expect(zoneWords([guessed('a.log', 'none'), guessed('b.log', 'none'), guessed('a.log', 'none')], 'UTC')).toEqual(['The lines of a.log, b.log tell no time zone: their times were taken to be in UTC.']);
});

test('a file of several writers of whom too little shows the zone is named once', () => {
  const words = zoneWords([guessed('a.log', 'thin'), guessed('a.log', 'none'), guessed('b.log', 'none')], 'UTC');
  expect(words).toEqual([
    'The lines of a.log tell no time zone, and too little shows it: their times were taken to be in UTC.',
    'The lines of b.log tell no time zone: their times were taken to be in UTC.',
  ]);
});
