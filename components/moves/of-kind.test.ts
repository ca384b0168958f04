import { expect, test } from 'vitest';
import type { Order } from '@/lib/move/order';
import { ofKind } from '@/components/moves/of-kind';

const order = (id: string, over: Partial<Order> = {}): Order => ({
  id,
  state: 'settled',
  by: { kind: 'person', id: 'p1', name: 'Olga' },
  reason: null,
  settings: 'target',
  lobby: 'open',
  createdAt: `2026-01-15T10:00:0${id}.000Z`,
  undoOf: null,
  repeatOf: null,
  items: [],
  ...over,
});
const seen = { observed: { predicted: null, held: null, outcomes: [] } };

test('of one kind are those that are live, as they are now, and older ones that were read, newest first', () => {
  const live = [order('4', seen), order('3'), order('2', { state: 'running' })];
  const read = [order('2'), order('1')];
  expect(ofKind('own', live, read).map(({ id, state }) => `${id} ${state}`)).toEqual(['3 settled', '2 running', '1 settled']);
  expect(ofKind('observed', live, [order('0', seen)]).map(({ id }) => id)).toEqual(['4', '0']);
  expect(ofKind(null, live, read)).toBe(live);
});
