import { beforeEach, expect, test } from 'vitest';
import { aMeeting, aParticipant, numbered } from '@/components/live/fixture';
import type { Wish } from '@/lib/meeting/wish';
import { LiveSession, type StreamHandlers } from '@/components/live/live-session';
import { LiveStore } from '@/components/live/live-store';

interface Opened extends StreamHandlers {
  from: string;
  wishes: Wish[];
  lifts: (readonly string[])[];
}

let store: LiveStore;
let session: LiveSession;
let opened: Opened[];
let waiting: { ms: number; run: () => void }[];
let reads: Record<'meetings' | 'members', number>;
let failing: Error | null;
let sequence: string;
let ended: number;

beforeEach(() => {
  [opened, waiting, reads, failing, sequence, ended] = [[], [], { meetings: 0, members: 0 }, null, 'e-7', 0];
  store = new LiveStore({ schedule: (tell) => tell(), now: 0 });
  const read = <T>(items: T[], count?: 'meetings' | 'members') => {
    if (count) reads[count] += 1;
    return failing ? Promise.reject(failing) : Promise.resolve({ items, sequence });
  };
  session = new LiveSession({
    store,
    reads: {
      meetings: () => read([aMeeting('a')], 'meetings'),
      callBridges: () => read([]),
      orders: () => read([]),
      notices: () => read([]),
      members: (meeting) => read([aParticipant('ana', meeting)], 'members'),
      problemOf: (thrown) => ({ code: thrown instanceof Error && thrown.message === 'gone' ? 'not-found' : 'unavailable', detail: String(thrown) }),
    },
    openStream: (from, _, handlers) => {
      const [wishes, lifts]: [Wish[], (readonly string[])[]] = [[], []];
      opened.push({ from, wishes, lifts, ...handlers });
      return { want: (wish) => void wishes.push(wish), carry: ({ lift }) => void lifts.push(lift), close: () => undefined };
    },
    clock: {
      now: () => 1_000,
      after: (ms, run) => {
        const entry = { ms, run };
        waiting.push(entry);
        return () => (waiting = waiting.filter((other) => other !== entry));
      },
      random: () => 0.5,
    },
    onSessionEnded: () => (ended += 1),
  });
});

/** Lets everything that was promised come to pass. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const runShortest = () => {
  const next = waiting.toSorted((a, b) => a.ms - b.ms)[0];
  waiting = waiting.filter((entry) => entry !== next);
  next?.run();
};
async function begin(): Promise<Opened> {
  session.start();
  await settle();
  const stream = opened.at(-1);
  if (!stream) throw new Error('No stream was opened.');
  stream.opened();
  return stream;
}

test('the stream goes on from where the snapshots are', async () => {
  const stream = await begin();
  expect(stream.from).toBe('e-7');
  expect(store.meetings()).toHaveLength(1);
  expect(store.status.state).toBe('live');
});

test('a broken stream is taken up after the last change that came', async () => {
  const stream = await begin();
  stream.changed(numbered(8, { event: 'meeting', data: aMeeting('b') }));
  stream.closed('lost');
  expect(store.status.state).toBe('reconnecting');
  runShortest();
  expect(opened.at(-1)?.from).toBe('e-8');
  opened.at(-1)?.opened();
  expect(store.status.state).toBe('live');
  expect(reads.meetings).toBe(1);
});

test('what is shown is called stale once the stream has been silent for long', async () => {
  const stream = await begin();
  stream.closed('lost');
  waiting.find(({ ms }) => ms === 15_000)?.run();
  expect(store.status).toEqual({ state: 'stale', since: 1_000 });
});

test('the time between tries grows, up to a bound', async () => {
  const stream = await begin();
  stream.closed('lost');
  const waits: number[] = [];
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const retry = waiting.find(({ ms }) => ms !== 15_000);
    waits.push(retry?.ms ?? 0);
    waiting = waiting.filter((entry) => entry !== retry);
    failing = new Error('down');
    retry?.run();
    opened.at(-1)?.closed('lost');
    await settle();
  }
  expect(waits[0]).toBeLessThan(waits[3] ?? 0);
  expect(Math.max(...waits)).toBeLessThanOrEqual(5_100);
});

test('a reset reads everything anew, over the same stream', async () => {
  const stream = await begin();
  session.hold('a');
  await settle();
  sequence = 'f-2';
  stream.changed({ event: 'reset', data: {}, id: 'f-1' });
  await settle();
  expect(reads).toEqual({ meetings: 2, members: 2 });
  expect(opened).toHaveLength(1);
  expect(store.members('a')).toHaveLength(1);
});

test('a frame that cannot be read leads to reading everything anew', async () => {
  const stream = await begin();
  stream.changed(null);
  runShortest();
  await settle();
  expect(reads.meetings).toBe(2);
  expect(opened).toHaveLength(2);
});

test('a session that has ended is reported, and nothing is tried again', async () => {
  const stream = await begin();
  stream.closed('session-ended');
  expect(ended).toBe(1);
  expect(waiting).toHaveLength(0);
});

test('a stream that never opened is followed by reads, which tell why', async () => {
  session.start();
  await settle();
  opened.at(-1)?.closed('lost');
  runShortest();
  await settle();
  expect(reads.meetings).toBe(2);
});

test('a server that is not there yet is tried until it is', async () => {
  failing = new Error('down');
  session.start();
  await settle();
  expect(opened).toHaveLength(0);
  failing = null;
  runShortest();
  await settle();
  expect(opened).toHaveLength(1);
});

test('a meeting is held as long as somebody looks at it', async () => {
  await begin();
  const [first, second] = [session.hold('a'), session.hold('a')];
  await settle();
  expect(reads.members).toBe(1);
  first();
  first();
  expect(store.holds('a')).toBe(true);
  second();
  expect(store.holds('a')).toBe(false);
});

test('the stream is asked for the people of meetings that somebody looks at, from where both are known', async () => {
  const stream = await begin();
  stream.changed(numbered(9, { event: 'meeting', data: aMeeting('b') }));
  sequence = 'e-12';
  const release = session.hold('a');
  await settle();
  const lists = ['meetings', 'call-bridges', 'orders', 'presence'];
  expect(stream.wishes).toEqual([{ wish: 1, topics: [...lists, 'people:a'], from: 'e-9' }]);
  release();
  expect(stream.wishes.at(-1)).toEqual({ wish: 2, topics: lists });
});

test('a stream that broke before it had heard a wish is taken up from where that went back to', async () => {
  const stream = await begin();
  session.hold('a');
  await settle();
  stream.changed(numbered(20, { event: 'meeting', data: aMeeting('b') }));
  stream.closed('lost');
  runShortest();
  expect(opened.at(-1)?.from).toBe('e-7');
  opened.at(-1)?.opened();
  expect(opened.at(-1)?.wishes).toEqual([expect.objectContaining({ topics: expect.arrayContaining(['people:a']) as string[], from: 'e-7' })]);
});

test('once a wish was heard, the stream is taken up after what came since', async () => {
  const stream = await begin();
  session.hold('a');
  await settle();
  stream.heard(1, 'e-7');
  stream.changed(numbered(20, { event: 'meeting', data: aMeeting('b') }));
  stream.closed('lost');
  runShortest();
  expect(opened.at(-1)?.from).toBe('e-20');
});

test('people that cannot be read are shown as a problem of their meeting only', async () => {
  await begin();
  failing = new Error('gone');
  session.hold('a');
  await settle();
  expect(store.problem('a')?.code).toBe('not-found');
  expect(store.status.state).toBe('live');
});

test('whom this screen carries is said while it does, again and again, and on the stream that comes after', async () => {
  const stream = await begin();
  session.carry(['ana']);
  runShortest();
  runShortest();
  stream.closed('lost');
  runShortest();
  opened.at(-1)?.opened();
  session.carry([]);
  expect([stream.lifts, opened.at(-1)?.lifts]).toEqual([[['ana'], ['ana']], [['ana'], []]]);
});

test('whoever is let go at once was never carried', async () => {
  const stream = await begin();
  session.carry(['ana']);
  session.carry([]);
  expect(waiting).toHaveLength(0);
  expect(stream.lifts).toEqual([]);
});

test('whom others carried is not known once the stream is lost', async () => {
  const stream = await begin();
  stream.changed({ id: 'e-8', event: 'presence', data: { id: 's', by: { id: 'o', name: 'Olga' }, participants: ['ana'] } });
  expect(store.carrierOf('ana')).toEqual({ id: 'o', name: 'Olga' });
  stream.closed('lost');
  expect(store.carrierOf('ana')).toBeNull();
});

test('after it was stopped nothing happens any more', async () => {
  const stream = await begin();
  stream.closed('lost');
  session.stop();
  expect(waiting).toHaveLength(0);
});

test('what the server has drawn is read anew where somebody looks at it, and let go where nobody does', async () => {
  const [seen, unseen] = [aMeeting('a'), aMeeting('b')];
  store.begin({ columns: [seen, unseen].map((meeting) => ({ meeting, people: [aParticipant(`old-${meeting.id}`, meeting.id)] })), callBridges: [] });
  session.hold('a');
  expect(store.members('a').map(({ id }) => id)).toEqual(['old-a']);
  await begin();
  await settle();
  expect(store.members('a').map(({ id }) => id)).toEqual(['ana']);
  expect(store.holds('b')).toBe(false);
});
