import { expect, test } from 'vitest';
import type { ElementValues } from './elements';
import { Subscription } from './subscription';

const wanted = { index: 1, type: 'callRoster' as const, call: 'c', elements: ['name', 'muted'] };

function reading(values: Record<string, ElementValues>): (key: string) => ElementValues | null {
  return (key) => values[key] ?? null;
}

test('the first word has every element that is wanted, later ones the differences, and no difference is no word', () => {
  const subscription = new Subscription(wanted);
  const world: Record<string, ElementValues> = { p: { name: 'Ana', muted: false, uri: 'x' } };
  subscription.look('p');
  expect(subscription.take(9, reading(world))).toEqual([{ key: 'p', updateType: 'add', values: { name: 'Ana', muted: false } }]);
  world['p'] = { name: 'Ana', muted: true, uri: 'y' };
  subscription.look('p');
  expect(subscription.take(9, reading(world))).toEqual([{ key: 'p', updateType: 'update', values: { muted: true } }]);
  subscription.look('p');
  expect(subscription.take(9, reading(world))).toEqual([]);
  expect(subscription.isStale).toBe(false);
});

test('what came and went unseen is never mentioned, what was seen goes with its reason', () => {
  const subscription = new Subscription(wanted);
  subscription.look('unseen');
  subscription.gone('unseen', 'timeout');
  expect(subscription.isStale).toBe(false);
  expect(subscription.take(9, reading({}))).toEqual([]);
  subscription.look('seen');
  subscription.take(9, reading({ seen: { name: 'Ana' } }));
  subscription.gone('seen', 'callMoved');
  expect(subscription.take(9, reading({}))).toEqual([{ key: 'seen', updateType: 'remove', values: { reason: 'callMoved' } }]);
});

test('no more than asked for is taken at once, the rest stays', () => {
  const subscription = new Subscription(wanted);
  for (const key of ['a', 'b', 'c']) subscription.look(key);
  const read = reading({ a: { name: 'a' }, b: { name: 'b' }, c: { name: 'c' } });
  expect(subscription.take(2, read).map(({ key }) => key)).toEqual(['a', 'b']);
  expect(subscription.take(2, read).map(({ key }) => key)).toEqual(['c']);
});
