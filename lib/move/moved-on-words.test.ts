import { expect, test } from 'vitest';
import { movedOnWords } from '@/lib/move/moved-on-words';

test.each([
  [{ kind: 'person', name: 'Bo' }, 'Space 3', 'Bo has moved Ana to Space 3 since.'],
  [{ kind: 'token', name: 'night script' }, 'Space 3', 'The token night script has moved Ana to Space 3 since.'],
  [{ kind: 'unknown', name: 'unknown' }, 'Space 3', 'Ana has been moved to Space 3 since, by somebody else and not with Usher.'],
  [null, '', 'Ana has been moved to another meeting since, by somebody else and not with Usher.'],
] as const)('it is said who moved somebody on, and where they are', (by, place, words) => {
  expect(movedOnWords({ person: 'Ana', by, place })).toBe(words);
});
