import { describe, expect, test } from 'vitest';
import { exampleItem } from '@/lib/move/example-item';
import type { Item } from '@/lib/move/item';
import type { Order } from '@/lib/move/order';
import type { FailureCause, FailureSymptom } from '@/lib/trace/failure';
import { failedSo, filterIn, noMovesFilter, ordersFitting, queryOf } from '@/components/moves/moves-filter';

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
  items: [exampleItem()],
  ...over,
});
const seen = { observed: { predicted: null, held: null, outcomes: [] } };
const failed = (symptom: FailureSymptom, cause: FailureCause | null): Item =>
  exampleItem({ finding: { symptom, step: null, cause, otherCauses: [], confidence: 'high', words: '', advice: '' } });

describe('the orders that fit', () => {
  test('are those that are live, as they are now, and older ones that were read, newest first', () => {
    const live = [order('4', seen), order('3'), order('2', { state: 'running' })];
    const read = [order('2'), order('1')];
    expect(ordersFitting({ ...noMovesFilter, kind: 'own' }, live, read).map(({ id, state }) => `${id} ${state}`)).toEqual(['3 settled', '2 running', '1 settled']);
    expect(ordersFitting({ ...noMovesFilter, kind: 'observed' }, live, [order('0', seen)]).map(({ id }) => id)).toEqual(['4', '0']);
    expect(ordersFitting(noMovesFilter, live, read).map(({ id, state }) => `${id} ${state}`)).toEqual(['4 settled', '3 settled', '2 running', '1 settled']);
    expect(ordersFitting(noMovesFilter, live, [])).toBe(live);
  });

  test('have an item that failed in both ways that are looked for', () => {
    const orders = [
      order('4', { items: [failed('dropped', 'client-left'), exampleItem()] }),
      order('3', { items: [failed('nothing-happened', 'participant-limit'), failed('dropped', 'token-expired')] }),
      order('2', { items: [failed('in-lobby', null)], ...seen }),
      order('1'),
    ];
    const found = (over: object) => ordersFitting({ ...noMovesFilter, ...over }, orders, []).map(({ id }) => id);
    expect(found({ symptom: 'dropped' })).toEqual(['4', '3']);
    expect(found({ symptom: 'dropped', cause: 'participant-limit' })).toEqual([]);
    expect(found({ cause: 'participant-limit' })).toEqual(['3']);
    expect(found({ symptom: 'in-lobby', kind: 'own' })).toEqual([]);
    expect(found({ symptom: 'in-lobby', kind: 'observed' })).toEqual(['2']);
  });

  test('do not include one that was read as failed and has turned out otherwise since', () => {
    const filter = { ...noMovesFilter, symptom: 'unknown' } as const;
    expect(ordersFitting(filter, [order('1')], [order('1', { items: [failed('unknown', null)] })])).toEqual([]);
  });
});

test('an item without a finding fits only where none is looked for', () => {
  expect(failedSo(exampleItem(), noMovesFilter)).toBe(true);
  expect(failedSo(exampleItem(), { ...noMovesFilter, cause: 'client-left' })).toBe(false);
});

test('a filter stands in the address, and is read from there', () => {
  const filter = { kind: 'observed', symptom: 'dropped', cause: 'client-left' } as const;
  expect(queryOf(filter)).toBe('?kind=observed&symptom=dropped&cause=client-left');
  expect(filterIn(new URLSearchParams(queryOf(filter)))).toEqual(filter);
  expect(queryOf(noMovesFilter)).toBe('');
  expect(filterIn(new URLSearchParams('?kind=x&symptom=joined&cause=%3Cscript%3E'))).toEqual(noMovesFilter);
});
