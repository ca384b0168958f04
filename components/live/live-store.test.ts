import { beforeEach, expect, test } from 'vitest';
import { aCallBridge, aMeeting, aParticipant, anItem, anOrder, numbered } from '@/components/live/fixture';
import { LiveStore, topic } from '@/components/live/live-store';

let turns: (() => void)[];
let store: LiveStore;
const nextTurn = () => turns.splice(0).forEach((tell) => tell());
const names = (meeting: string) => store.members(meeting).map(({ name }) => name);

beforeEach(() => {
  turns = [];
  store = new LiveStore({ schedule: (tell) => turns.push(tell), now: 0 });
});

test('a change tells those who look at that meeting, and nobody else', () => {
  store.putMembers('a', [aParticipant('ana', 'a')], 'e-1');
  store.putMembers('b', [aParticipant('ben', 'b')], 'e-1');
  nextTurn();
  const told: string[] = [];
  for (const meeting of ['a', 'b']) store.subscribe(topic.members(meeting), () => told.push(meeting));
  store.apply(numbered(2, { event: 'participant', data: aParticipant('ana', 'a', { speaking: true }) }));
  nextTurn();
  expect(told).toEqual(['a']);
});

test('a burst of changes tells a listener once', () => {
  store.putMembers('a', [], 'e-1');
  nextTurn();
  let told = 0;
  store.subscribe(topic.members('a'), () => (told += 1));
  for (let seq = 2; seq < 100; seq += 1) {
    store.apply(numbered(seq, { event: 'participant', data: aParticipant(`p${seq}`, 'a') }));
  }
  nextTurn();
  expect(told).toBe(1);
  expect(store.members('a')).toHaveLength(98);
});

test('somebody who has not changed stays the same object, so that their row is not drawn again', () => {
  store.putMembers('a', [aParticipant('ana', 'a'), aParticipant('ben', 'a')], 'e-1');
  const [ana] = store.members('a');
  store.apply(numbered(2, { event: 'participant', data: aParticipant('ben', 'a', { speaking: true }) }));
  expect(store.members('a')[0]).toBe(ana);
  expect(store.members('a')).toBe(store.members('a'));
});

test('people stand by name, also after somebody was renamed', () => {
  store.putMembers('a', [aParticipant('1', 'a', { name: 'Zoe' }), aParticipant('2', 'a', { name: 'ana' })], 'e-1');
  expect(names('a')).toEqual(['ana', 'Zoe']);
  store.apply(numbered(2, { event: 'participant', data: aParticipant('1', 'a', { name: 'Aaron' }) }));
  expect(names('a')).toEqual(['Aaron', 'ana']);
});

test('changes that came while a snapshot was under way are not lost', () => {
  store.apply(numbered(5, { event: 'participant', data: aParticipant('new', 'a') }));
  store.apply(numbered(6, { event: 'participant-left', data: { id: 'gone', meeting: 'a', reason: null } }));
  expect(store.putMembers('a', [aParticipant('gone', 'a'), aParticipant('ana', 'a')], 'e-4')).toBe(true);
  expect(names('a')).toEqual(['ana', 'new']);
});

test('changes that a snapshot already shows are not applied to it again', () => {
  store.apply(numbered(3, { event: 'participant', data: aParticipant('ana', 'a') }));
  store.putMembers('a', [], 'e-3');
  expect(names('a')).toEqual([]);
});

test('a snapshot that is older than what is remembered is turned down', () => {
  for (let seq = 100; seq < 10_200; seq += 1) store.apply(numbered(seq, { event: 'meeting', data: aMeeting('m') }));
  expect(store.putMembers('a', [], 'e-50')).toBe(false);
  expect(store.holds('a')).toBe(false);
  expect(store.putMembers('a', [], 'e-10199')).toBe(true);
});

test('people of meetings that nobody looks at take no memory', () => {
  store.apply(numbered(1, { event: 'participant', data: aParticipant('ana', 'a') }));
  expect(store.picture.participants.size).toBe(0);
  store.putMembers('b', [aParticipant('ben', 'b')], 'e-1');
  store.release('b');
  expect(store.picture.participants.size).toBe(0);
  expect(store.holds('b')).toBe(false);
});

test('a new snapshot of the meetings takes away those that have ended meanwhile', () => {
  store.putMeetings([aMeeting('a'), aMeeting('b')], 'e-1');
  store.putMeetings([aMeeting('b')], 'other-1');
  expect(store.meetings().map(({ id }) => id)).toEqual(['b']);
});

test('a reset leaves what is shown until new snapshots come', () => {
  store.putMeetings([aMeeting('a')], 'e-1');
  store.apply({ event: 'reset', data: {}, id: 'f-0' });
  expect(store.meetings()).toHaveLength(1);
});

test('orders stand newest first', () => {
  store.putOrders([anOrder('1', [anItem('x')]), anOrder('2', [anItem('y')], { createdAt: '2026-01-02T00:00:00.000Z' })], 'e-1');
  expect(store.orders().map(({ id }) => id)).toEqual(['2', '1']);
});

test('old settled orders are forgotten, running ones never', () => {
  store.putOrders([anOrder('running', [anItem('x')], { createdAt: '2025-01-01T00:00:00.000Z' })], 'e-1');
  const settled = Array.from({ length: 1_200 }, (_, at) => anOrder(`s${at}`, [anItem('y')], { state: 'settled' }));
  store.putOrders(settled, 'e-1');
  expect(store.orders().length).toBeLessThanOrEqual(1_001);
  expect(store.picture.orders.has('running')).toBe(true);
});

const drawn = { columns: [{ meeting: aMeeting('a', { participantCount: 3 }), people: [aParticipant('p10', 'a'), aParticipant('p9', 'a')] }], callBridges: [aCallBridge('bridge')] };

test('what the server has drawn stands in its order, and lists of everything wait for everything', () => {
  store.begin(drawn);
  expect(store.holds('a')).toBe(true);
  expect(names('a')).toEqual(['p10', 'p9']);
  expect(store.picture.meetings.get('a')?.participantCount).toBe(3);
  expect(store.picture.callBridges.has('bridge')).toBe(true);
  expect([store.meetings(), store.callBridges()]).toEqual([[], []]);
  store.putMeetings([aMeeting('a'), aMeeting('b')], 'e-1');
  store.putCallBridges([aCallBridge('bridge')], 'e-1');
  expect(store.meetings().map(({ id }) => id)).toEqual(['a', 'b']);
  expect(store.callBridges()).toHaveLength(1);
  store.putMembers('a', ['p8', 'p9', 'p10'].map((id) => aParticipant(id, 'a')), 'e-1');
  expect(names('a')).toEqual(['p8', 'p9', 'p10']);
});

test('what the server has drawn does not replace what is live', () => {
  store.putMeetings([aMeeting('b')], 'e-1');
  store.begin(drawn);
  expect(store.holds('a')).toBe(false);
  expect([...store.picture.meetings.keys()]).toEqual(['b']);
});
