import { expect, test } from 'vitest';
import type { Item } from '@/lib/move/item';
import { anItem } from '@/components/live/fixture';
import { nobodyWords, undoWords } from '@/components/sequel/sequel-words';

const refused = (name: string, reason: Item['verdict']['reason'], detail?: string) =>
  anItem(name, { state: 'refused', to: { meeting: 'm1', name: 'Space 1' }, verdict: { allowed: false, reason, reasons: [], consequences: [] }, error: detail === undefined ? null : { code: 'moved-meanwhile', detail } });
const back = (name: string) => anItem(name, { state: 'joined', to: { meeting: 'm1', name: 'Space 1' } });
const movedOn = 'Bo has moved Eve to Space 3 since.';

test('an undo says who is back, who was there already, and why the others are not', () => {
  expect(undoWords({ items: [back('Ana')] })).toBe('Ana is back in Space 1.');
  expect(undoWords({ items: [refused('Eve', 'moved-meanwhile', movedOn)] })).toBe(movedOn);
  expect(undoWords({ items: [back('Ana'), back('Ben'), refused('Cy', 'same-meeting'), refused('Eve', 'moved-meanwhile', movedOn)] })).toBe(
    `2 of 3 back, 1 was there already. ${movedOn}`,
  );
  expect(undoWords({ items: [back('Ana'), ...['B', 'C', 'D'].map((name) => refused(name, 'not-connected'))] })).toBe(
    '1 of 4 back. B is not connected right now. C is not connected right now. And 1 more.',
  );
});

test('where nobody can go each reason is told once', () => {
  expect(nobodyWords({ items: [refused('Eve', 'moved-meanwhile', movedOn), refused('Eve', 'moved-meanwhile', movedOn)] })).toBe(movedOn);
});
