import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import type { Entry, Note } from './entry';
import { Journal, type Query } from './journal';

const line = (said: string, about: string[], source: Exclude<Note['source'], 'usher'> = 'events'): Note => ({
  source,
  callBridge: 'b1',
  toldAtMs: null,
  clockDifferenceMs: null,
  said,
  about,
});
const texts = (entries: Entry[]) => entries.map(({ said }) => said);
const all = { order: 'oldest-first', limit: 100, after: null } as const;

test('what was said is found by each thing it was about, with who said it and when it was heard', () => {
  const clock = new ManualClock();
  const journal = new Journal({ clock });
  journal.note({ ...line('moving', ['p1', 'm1']), toldAtMs: 7, clockDifferenceMs: -3 });
  clock.advance(5);
  journal.note(line('joined', ['p2', 'm1'], 'syslog'));
  expect(texts(journal.about(['p1'], all))).toEqual(['moving']);
  expect(journal.about(['m1'], all)).toMatchObject([
    { source: 'events', callBridge: 'b1', toldAtMs: 7, clockDifferenceMs: -3, heardAtMs: clock.now() - 5 },
    { source: 'syslog', heardAtMs: clock.now() },
  ]);
  expect(texts(journal.about(['m1'], { ...all, sources: ['syslog'] }))).toEqual(['joined']);
  expect(journal.about(['nobody'], all)).toEqual([]);
});

test('what several keys have in common is told once', () => {
  const journal = new Journal({ clock: new ManualClock() });
  journal.note(line('both', ['p1', 'm1', 'p1']));
  expect(texts(journal.about(['m1', 'p1', 'p1'], all))).toEqual(['both']);
});

test('secrets are masked before anything is kept', () => {
  const journal = new Journal({ clock: new ManualClock() });
  journal.note(line('password=hunter2&name=x', ['p1']));
  expect(texts(journal.about(['p1'], all))).toEqual(['password=********&name=x']);
});

describe('pages', () => {
  /** Everything about the keys, read page by page while `between` may add to it. */
  function paged(journal: Journal, keys: string[], order: Query['order'], limit: number): unknown[] {
    const seen: Entry[] = [];
    for (;;) {
      const page = journal.about(keys, { order, limit, after: seen.at(-1)?.number ?? null });
      seen.push(...page);
      if (page.length < limit) return texts(seen);
    }
  }

  test('give everything once and in order, whatever is noted from whichever source', () => {
    const source = fc.constantFrom('events' as const, 'syslog' as const, 'cdr' as const);
    const noted = fc.array(fc.tuple(source, fc.subarray(['a', 'b', 'c'])), { maxLength: 60 });
    fc.assert(
      fc.property(noted, fc.subarray(['a', 'b', 'c']), fc.integer({ min: 1, max: 7 }), (notes, keys, limit) => {
        const journal = new Journal({ clock: new ManualClock() });
        notes.forEach(([from, about], i) => journal.note(line(String(i), about, from)));
        const expected = notes.flatMap(([, about], i) => (about.some((key) => keys.includes(key)) ? [String(i)] : []));
        expect(paged(journal, keys, 'oldest-first', limit)).toEqual(expected);
        expect(paged(journal, keys, 'newest-first', limit)).toEqual(expected.toReversed());
      }),
    );
  });

  test('go on where they were after what they had shown was forgotten', () => {
    const journal = new Journal({ clock: new ManualClock(), limits: { events: { entries: 3, bytes: 1e6 } } });
    for (const said of ['1', '2', '3']) journal.note(line(said, ['a']));
    const first = journal.about(['a'], { ...all, limit: 1 });
    for (const said of ['4', '5']) journal.note(line(said, ['a']));
    expect(texts(journal.about(['a'], { ...all, after: first.at(-1)?.number ?? null }))).toEqual(['3', '4', '5']);
  });
});

describe('bounds', () => {
  test('the oldest make room for the newest of the same source, and that is counted', () => {
    const journal = new Journal({ clock: new ManualClock(), limits: { syslog: { entries: 10, bytes: 1e6 } } });
    journal.note(line('an event', ['a']));
    for (let i = 0; i < 1000; i += 1) journal.note(line(`${i}`, ['a', `key ${i}`], 'syslog'));
    expect(texts(journal.about(['a'], { ...all, limit: 3 }))).toEqual(['an event', '990', '991']);
    expect(journal.about(['key 0'], all)).toEqual([]);
    expect(journal.figures().find(({ source }) => source === 'syslog')).toMatchObject({ entries: 10, dropped: 990 });
  });

  test('bytes count what is kept, and nothing once all is forgotten', () => {
    const clock = new ManualClock();
    const limits = { syslog: { entries: 1e6, bytes: 50_000 } };
    const journal = new Journal({ clock, limits });
    const figures = () => journal.figures().find(({ source }) => source === 'syslog');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3000 }), fc.array(fc.string({ maxLength: 20 }), { maxLength: 5 }))), (notes) => {
        for (const [said, about] of notes) journal.note(line(said, about, 'syslog'));
        expect(figures()?.bytes).toBeLessThanOrEqual(50_000);
      }),
    );
    clock.advance(25 * 3_600_000);
    journal.note(line('a day later', [], 'syslog'));
    expect(figures()).toMatchObject({ entries: 1 });
    expect(figures()?.bytes).toBeLessThan(1000);
  });

  test('what is older than a day is not found any more', () => {
    const clock = new ManualClock();
    const journal = new Journal({ clock });
    journal.note(line('old', ['a']));
    clock.advance(24 * 3_600_000 + 1);
    expect(journal.about(['a'], all)).toEqual([]);
  });

  test('a text that is too long is cut', () => {
    const journal = new Journal({ clock: new ManualClock() });
    journal.note(line('x'.repeat(1_000_000), ['a']));
    expect(String(journal.about(['a'], all)[0]?.said).length).toBeLessThan(9000);
  });
});
