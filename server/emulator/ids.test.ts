import { expect, test } from 'vitest';
import { createIds, guidOf } from './ids';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('the same seed gives the same ids, another seed or fork gives others', () => {
  const draw = (seed: string) => createIds(seed).guid();
  expect(draw('a')).toBe(draw('a'));
  expect(new Set([draw('a'), draw('b'), createIds('a').fork('x').guid(), createIds('a').fork('y').guid()]).size).toBe(4);
});

test('ids have the shape of GUIDs and do not repeat', () => {
  const ids = createIds('many');
  const drawn = Array.from({ length: 20_000 }, () => ids.guid());
  expect(drawn.every((id) => guid.test(id))).toBe(true);
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(guidOf('name')).toMatch(guid);
  expect(guidOf('name')).toBe(guidOf('name'));
});

test('a guest account is named guest and nine or ten digits', () => {
  const ids = createIds('guests');
  for (let n = 0; n < 1_000; n += 1) expect(ids.guestUser()).toMatch(/^guest\d{9,10}$/);
});
