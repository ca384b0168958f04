import { expect, test } from 'vitest';
import { GuestWishes } from './guest-wishes';

test('a wish holds for one guest of that name and number, in its cluster, once', () => {
  const wishes = new GuestWishes();
  const ana = { numericId: '1', name: 'Ana' };
  wishes.add('one', ana, { on: { callBridge: 'A' }, lobby: {} });
  wishes.add('one', ana, { on: null, lobby: { needsActivation: true } });
  expect(wishes.of('other')(ana)).toBeNull();
  expect(wishes.of('one')({ ...ana, numericId: '2' })).toBeNull();
  expect([1, 2, 3].map(() => wishes.of('one')(ana))).toEqual([
    { on: { callBridge: 'A' }, lobby: {} },
    { on: null, lobby: { needsActivation: true } },
    null,
  ]);
});
