import { expect, test } from 'vitest';
import { DragItems, type DragItem } from '@/components/drag/drag-items';

/** Only its identity counts here. */
const anItem = (id: string): DragItem => ({ role: 'source', id, element: {} as HTMLElement });

function follower() {
  const known = new Set<string>();
  const take = ({ id }: DragItem) => {
    known.add(id);
    return () => void known.delete(id);
  };
  return { known, take };
}

test('what was there before is handed over, and what comes later too', () => {
  const items = new DragItems();
  items.add(anItem('early'));
  const { known, take } = follower();
  items.follow(take);
  items.add(anItem('late'));
  expect([...known]).toEqual(['early', 'late']);
});

test('what is taken off is forgotten, whenever it came', () => {
  const items = new DragItems();
  const offEarly = items.add(anItem('early'));
  items.add(anItem('gone before'))();
  const { known, take } = follower();
  items.follow(take);
  const offLate = items.add(anItem('late'));
  offEarly();
  offLate();
  expect([...known]).toEqual([]);
});

test('who stops to follow forgets everything, and who follows next gets it', () => {
  const items = new DragItems();
  const first = follower();
  const stop = items.follow(first.take);
  items.add(anItem('one'));
  stop();
  const second = follower();
  items.follow(second.take);
  expect([[...first.known], [...second.known]]).toEqual([[], ['one']]);
});

test('a source is found by what is in it, and where it is now after it was drawn anew', () => {
  const within = {} as Node;
  const drawn = () => ({ contains: (node: Node) => node === within }) as HTMLElement;
  const [before, now] = [drawn(), drawn()];
  const items = new DragItems();
  items.add({ role: 'target', id: 'column', element: drawn() });
  const off = items.add({ role: 'source', id: 'row', element: before });
  expect(items.sourceAround(within)).toBe('row');
  expect(items.sourceAround({} as Node)).toBeNull();
  off();
  expect(items.whereIs('row')).toBeNull();
  items.add({ role: 'source', id: 'row', element: now });
  expect(items.whereIs('row')).toBe(now);
});
