import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { CdrSender } from './cdr-sender';
import type { CdrRecord } from './read-records';

const noon = Date.UTC(2026, 0, 15, 12, 0, 0);
const record = (index: number) => `<record type="callEnd" time="2026-01-15T12:00:00Z" recordIndex="${index + 1}" correlatorIndex="${index}">\n<call id="c${index}"><durationSeconds>7</durationSeconds></call></record>\n`;
const post = (...indices: number[]) => `<?xml version="1.0"?><records session="s">${indices.map(record).join('')}</records>`;

let heard: CdrRecord[];
let sender: CdrSender;
beforeEach(() => {
  heard = [];
  sender = new CdrSender(noon, (each) => heard.push(each));
});

/** What becomes of a post on its way: it comes whole, more than once, or is cut short so often before it does. */
const ways = fc.record({ cutAt: fc.array(fc.double({ min: 0, max: 0.99, noNaN: true }), { maxLength: 2 }), times: fc.integer({ min: 1, max: 3 }) });

test('however posts are cut short, doubled and overtaken by each other, each record is heard once and none is missing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 }), fc.gen(), (sizes, gen) => {
      heard = [];
      sender = new CdrSender(noon, (each) => heard.push(each));
      let next = 0;
      const posts = sizes.map((size) => post(...Array.from({ length: size }, () => next++)));
      for (const body of gen(() => fc.shuffledSubarray(posts, { minLength: posts.length }))) {
        const { cutAt, times } = gen(() => ways);
        for (const part of cutAt) expect(sender.take(body.slice(0, Math.floor(body.length * part)), noon)).toBe('unreadable');
        for (let n = 0; n < times; n += 1) expect(sender.take(body, noon)).toBe('taken');
      }
      expect(heard.map(({ index }) => index).sort((a, b) => a - b)).toEqual(Array.from({ length: next }, (_, index) => index));
      expect(sender.figures).toMatchObject({ received: next, missing: 0, lastAtMs: noon });
    }),
  );
});

test('of what can be read in a post, all is heard, and the rest is counted', () => {
  expect(sender.take(`<records session="s">${record(1)}<record type="?"/>${record(2)}</records>`, noon)).toBe('taken');
  expect(heard.map(({ subject }) => subject)).toEqual(['c1', 'c2']);
  expect(sender.figures).toMatchObject({ received: 2, unreadable: 1 });
});

test('what stays unreadable is let go at the third time in a row', () => {
  const outcomes = ['junk', 'junk', post(1), 'junk', 'junk', 'junk', 'junk'].map((body) => sender.take(body, noon));
  expect(outcomes).toEqual(['unreadable', 'unreadable', 'taken', 'unreadable', 'unreadable', 'given-up', 'unreadable']);
  expect(sender.figures.unreadable).toBe(6);
});

describe('what may come', () => {
  test('are two posts at a time', () => {
    expect([sender.begin(noon), sender.begin(noon), sender.begin(noon)]).toEqual([true, true, false]);
    sender.end();
    expect(sender.begin(noon)).toBe(true);
  });

  test('are four thousand records in a rush, and then two hundred a second', () => {
    const size = 500;
    const comes = (first: number, atMs: number) => {
      if (!sender.begin(atMs)) return false;
      sender.take(post(...Array.from({ length: size }, (_, n) => first + n)), atMs);
      sender.end();
      return true;
    };
    let taken = 0;
    while (comes(taken * size, noon)) taken += 1;
    expect(taken).toBe(8);
    expect(comes(taken * size, noon + 1)).toBe(true);
    // It went below nothing, and takes its time to come back.
    expect(comes(9 * size, noon + 2_400)).toBe(false);
    expect(comes(9 * size, noon + 2_600)).toBe(true);
  });

  test('posts of junk count too', () => {
    for (let n = 0; n < 4_000; n += 1) sender.take('junk', noon);
    expect(sender.begin(noon)).toBe(false);
  });
});

describe('what the bridge says of how many it has made', () => {
  const upSinceMs = noon - 60_000;
  const missing = () => sender.figures.missing;
  beforeEach(() => void sender.take(post(5, 6), noon));

  test('shows the last ones to be missing, once it has been said twice', () => {
    sender.counted({ next: 7, upSinceMs });
    sender.counted({ next: 10, upSinceMs });
    expect(missing()).toBe(0);
    sender.counted({ next: 11, upSinceMs });
    expect(missing()).toBe(3);
    sender.counted({ next: 11, upSinceMs });
    expect(missing()).toBe(4);
  });

  test('is taken back as those come that were only late', () => {
    for (let n = 0; n < 2; n += 1) sender.counted({ next: 10, upSinceMs });
    expect(missing()).toBe(3);
    sender.take(post(7, 9), noon);
    expect(missing()).toBe(1);
    sender.take(post(10), noon);
    expect(missing()).toBe(1);
    sender.take(post(8), noon);
    expect(sender.figures).toMatchObject({ missing: 0, doubled: 0, received: 6 });
  });

  test.each([
    ['counts from 0 again', { next: 3, upSinceMs }],
    ['is said to run since a later time', { next: 40, upSinceMs: noon }],
  ])('is of another session where the bridge %s', (_, count) => {
    sender.counted({ next: 7, upSinceMs });
    for (let n = 0; n < 3; n += 1) sender.counted(count);
    expect(missing()).toBe(0);
    sender.take(post(0).replace('session="s"', 'session="t"'), noon);
    sender.counted(count);
    sender.counted(count);
    expect(missing()).toBe(count.next - 1);
  });

  test('does not count while no records are wanted', () => {
    sender.counted({ next: 7, upSinceMs });
    sender.pause();
    for (let n = 0; n < 2; n += 1) sender.counted({ next: 40, upSinceMs });
    sender.take(post(40), noon);
    expect(missing()).toBe(0);
  });
});
