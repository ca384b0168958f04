import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordOrder } from './record-order';

/** Numbers of records in the order in which they come, some more than once, some never. */
const arrivals = fc
  .uniqueArray(fc.nat(400), { minLength: 1, maxLength: 120 })
  .chain((made) => fc.tuple(fc.constant(made), fc.array(fc.constantFrom(...made), { maxLength: 60 })))
  .chain(([made, again]) => fc.shuffledSubarray([...made, ...again], { minLength: made.length + again.length }));

test('whatever the order, each record counts once, and what has not come between the first and the last is missing', () => {
  fc.assert(
    fc.property(arrivals, (indices) => {
      const order = new RecordOrder();
      const taken = indices.filter((index) => order.note('s', index, 0));
      const made = [...new Set(indices)];
      expect([...taken].sort((a, b) => a - b)).toEqual(made.sort((a, b) => a - b));
      expect(order.missing).toBe(Math.max(...made) - Math.min(...made) + 1 - made.length);
    }),
  );
});

test('nothing is missing once all has come', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.integer({ min: 1, max: 60 }), fc.gen(), (first, count, gen) => {
      const all = Array.from({ length: count }, (_, n) => first + n);
      const order = new RecordOrder();
      for (const index of gen(() => fc.shuffledSubarray(all, { minLength: count }))) order.note('s', index, 0);
      expect(order.missing).toBe(0);
    }),
  );
});

describe('a session', () => {
  test('begins with the first record that comes: what was before, nobody here can know', () => {
    const order = new RecordOrder();
    order.note('s', 4_711, 0);
    expect(order.missing).toBe(0);
  });

  test('counts what the bridge says that it has given up', () => {
    const order = new RecordOrder();
    order.note('s', 10, 4);
    order.note('s', 11, 0);
    order.note('s', 20, 8);
    expect(order.missing).toBe(12);
    expect(order.note('s', 8, 0)).toBe(true);
    expect(order.missing).toBe(11);
  });

  test('is told apart from the one before the bridge started anew, of which records may still come', () => {
    const order = new RecordOrder();
    for (const [session, index] of [['a', 7], ['b', 0], ['a', 8], ['b', 1]] as const) expect(order.note(session, index, 0)).toBe(true);
    expect(order.note('a', 8, 0)).toBe(false);
    expect(order.missing).toBe(0);
  });

  test('is forgotten when there are many: a sender that makes them up fills no memory', () => {
    const order = new RecordOrder();
    order.note('first', 5, 0);
    for (let n = 0; n < 1_000; n += 1) order.note(`made up ${n}`, 5, 0);
    expect(order.note('first', 5, 0)).toBe(true);
  });

  test('holds a bounded number of holes, however many there are', () => {
    const order = new RecordOrder();
    for (let n = 0; n < 20_000; n += 2) order.note('s', n, 0);
    expect(order.missing).toBe(9_999);
    expect(order.note('s', 19_997, 0)).toBe(true);
    // Its hole has been given up: it counts as missing for good, and is not taken as new.
    expect(order.note('s', 1, 0)).toBe(false);
    expect(order.missing).toBe(9_998);
  });
});
