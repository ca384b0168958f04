import { expect, test } from 'vitest';
import type { Meanwhile } from '@/lib/move/verdict';
import { refusalWords } from '@/lib/move/words';

const to = { meeting: 'm3', name: 'Space 3', cluster: 'c1', space: null };
const by = (kind: NonNullable<Meanwhile['by']>['kind'], name = '') => ({ kind, name });

test.each<[meanwhile: Meanwhile | undefined, at: string | undefined, words: string]>([
  [{ by: by('person', 'de Vries'), to, at: null }, '14:02:55', 'de Vries moved Mira to Space 3 at 14:02:55; nothing was sent.'],
  [{ by: by('token', 'night script'), to, at: null }, undefined, 'The token night script moved Mira to Space 3; nothing was sent.'],
  [{ by: by('unknown'), to: { meeting: '', name: 'elsewhere', cluster: null, space: null }, at: null }, undefined, 'Somebody at the bridge moved Mira elsewhere; nothing was sent.'],
  [{ by: null, to, at: null }, undefined, 'Mira has been moved to Space 3 meanwhile; nothing was sent.'],
  [undefined, undefined, 'Mira is no longer in the meeting that you saw. Somebody else was faster.'],
])('whoever comes too late is told who was faster: %j', (meanwhile, at, words) => {
  expect(refusalWords('moved-meanwhile', { person: 'Mira', target: 'Space 2', meanwhile, at })).toBe(words);
});
