import { beforeEach, describe, expect, test } from 'vitest';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { LogLine } from '@/lib/meeting/meeting-log';
import type { Order } from '@/lib/move/order';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { Journal } from './journal';
import { meetingLog } from './meeting-log';
import { MeetingRecorder } from './meeting-recorder';

let inventory: ToldInventory;
let journal: Journal;
let recorder: MeetingRecorder;
let clock: ManualClock;
const ends: number[] = [];

const one = exampleMeeting({ id: 'm1', name: 'Space 1', calls: [{ id: 'call1', callBridge: 'b1' }] });
const two = exampleMeeting({ id: 'm2', name: 'Space 2' });
const ana = exampleParticipant({ id: 'p1', meeting: 'm1' });

beforeEach(() => {
  clock = new ManualClock();
  inventory = new ToldInventory();
  journal = new Journal({ clock });
  ends.length = 0;
  const record = { meeting: () => undefined, line: () => undefined, ended: () => undefined, isLive: () => true };
  recorder = new MeetingRecorder({ journal, inventory, record, onEnded: (_, number) => ends.push(number) }, []);
  inventory.subscribe((change) => recorder.take(change));
  inventory.tell({ event: 'call-bridge', data: exampleBridge() });
});

function log(meeting: string, until: number | null = null): LogLine[] {
  return meetingLog(journal, inventory, meeting, { limit: 100, after: null, until }).lines.toReversed();
}

const words = (lines: LogLine[]) => lines.map(({ event, person }) => (person ? `${event} ${person.name}` : event));
const meetingIs = (...meetings: (typeof one)[]) => inventory.tell(...meetings.map((data) => ({ event: 'meeting' as const, data })));
const personIs = (...people: (typeof ana)[]) => inventory.tell(...people.map((data) => ({ event: 'participant' as const, data })));
const leaves = (id: string, meeting: string, reason: string | null) => inventory.tell({ event: 'participant-left', data: { id, meeting, reason } });

test('a meeting begins, people come and go, and it ends', () => {
  meetingIs(one);
  personIs(ana, { ...ana, speaking: true });
  leaves('p1', 'm1', 'remoteTeardown');
  inventory.tell({ event: 'meeting-ended', data: { id: 'm1' } });
  const lines = log('m1', ends[0]);
  expect(words(lines)).toEqual(['started', 'joined Ana', 'left Ana', 'ended']);
  expect(lines[2]).toMatchObject({ reason: 'remoteTeardown', source: 'events', callBridge: { id: 'b1', name: 'cbcms1' } });
});

test('lock, recording and streaming are told as they are switched, and not while they stay', () => {
  meetingIs(one, { ...one, locked: true }, { ...one, locked: true, recording: true }, { ...one, streaming: true }, one);
  expect(words(log('m1'))).toEqual(['started', 'locked', 'recording-on', 'unlocked', 'recording-off', 'streaming-on', 'streaming-off']);
});

test('who waits in the lobby, and is let in, is told', () => {
  meetingIs(one);
  personIs({ ...ana, inLobby: true }, ana);
  expect(words(log('m1'))).toEqual(['started', 'joined Ana', 'waiting Ana', 'admitted Ana']);
});

test('somebody who is called has joined once they are connected, and was not reached if they never are', () => {
  meetingIs(one);
  personIs({ ...ana, state: 'ringing' });
  expect(words(log('m1'))).toEqual(['started']);
  personIs(ana, { ...ana, id: 'p2', name: 'Ben', state: 'initial' });
  leaves('p2', 'm1', 'noAnswer');
  expect(words(log('m1'))).toEqual(['started', 'joined Ana', 'not-reached Ben']);
});

test('whom Usher finds when it comes to a bridge was there, and nobody says since when', () => {
  inventory.tell({ event: 'call-bridge', data: exampleBridge({ state: 'connecting' }) });
  meetingIs({ ...one, stale: '2026-01-15T10:00:00.000Z' });
  personIs(ana);
  expect(words(log('m1'))).toEqual(['present Ana']);
});

test('what a bridge is only asked for carries that source', () => {
  inventory.tell({ event: 'call-bridge', data: exampleBridge({ feeds: { events: 'polling', cdr: 'off', syslog: 'off' } }) });
  meetingIs(one);
  expect(log('m1')).toMatchObject([{ event: 'started', source: 'request' }]);
});

test('whom Usher finds and knows more of only later was there all the same', () => {
  inventory.tell({ event: 'call-bridge', data: exampleBridge({ state: 'connecting' }) });
  meetingIs({ ...one, stale: '2026-01-15T10:00:00.000Z' });
  personIs({ ...ana, state: 'initial' });
  inventory.tell({ event: 'call-bridge', data: exampleBridge() });
  personIs(ana, { ...ana, id: 'p2', name: 'Ben' });
  expect(words(log('m1'))).toEqual(['present Ana', 'joined Ben']);
});

test('where somebody is homed is put right in the line of their coming, once it is known', () => {
  inventory.tell({ event: 'call-bridge', data: exampleBridge({ id: 'b2', name: 'cbcms2' }) });
  meetingIs(one);
  personIs(ana, { ...ana, callBridge: { id: 'b2', name: 'cbcms2', version: '3.9' } });
  expect(log('m1').map(({ event, callBridge }) => [event, callBridge?.name])).toEqual([['started', 'cbcms1'], ['joined', 'cbcms2']]);
});

describe('a call detail record', () => {
  const silent = { party: null, address: null, direction: null, reason: null, alarms: [] };
  const calling = { ...silent, party: 'ana@example.com', direction: 'incoming' as const };
  const lost = { ...silent, reason: 'timeout' };

  test('adds to the line of what it tells of, whichever comes first, and makes no line of its own', () => {
    meetingIs(one);
    recorder.heard({ of: 'coming', id: 'p1', word: calling });
    personIs(ana);
    leaves('p1', 'm1', null);
    recorder.heard({ of: 'leaving', id: 'p1', word: lost });
    recorder.heard({ of: 'leaving', id: 'nobody', word: lost });
    expect(log('m1').map(({ event, record }) => [event, record])).toEqual([['started', null], ['joined', calling], ['left', lost]]);
  });

  test('of a recording is told once for each', () => {
    const to = (party: string) => ({ of: 'recording-on' as const, id: 'm1', word: { ...silent, party } });
    meetingIs(one, { ...one, recording: true });
    recorder.heard(to('/1.mp4'));
    recorder.heard(to('/2.mp4'));
    meetingIs(one, { ...one, recording: true });
    expect(log('m1').flatMap(({ event, record }) => (event === 'recording-on' ? record?.party : []))).toEqual(['/1.mp4', '/2.mp4']);
  });
});

test('a call that Usher made is told once, whether its bridge has told of it before or does so later', () => {
  const [call] = one.calls;
  recorder.callMade(call?.id ?? '', { name: 'Otto', order: 'o1' });
  meetingIs(one, { ...one, name: 'Renamed' });
  const made = { event: 'call-made', by: { name: 'Otto', order: 'o1' } };
  expect(log('m1')).toMatchObject([{ event: 'started' }, made]);
  meetingIs(two);
  recorder.callMade(two.calls[0]?.id ?? '', null);
  expect(log('m2')).toMatchObject([{ event: 'started' }, { event: 'call-made', by: null }]);
});

describe('a move', () => {
  const order = {
    id: 'o1',
    by: { kind: 'person', id: 'u1', name: 'Otto' },
    items: [{ participant: 'p1', state: 'sending' }],
  } as Order;
  const newcomer = exampleParticipant({ id: 'p9', meeting: 'm2', movedFrom: { participant: 'p1', meeting: 'm1' } });

  beforeEach(() => {
    meetingIs(one, two);
    personIs(ana);
  });

  test('is told on both sides, with where from, where to, and by whom', () => {
    recorder.take({ event: 'move', data: order });
    personIs(newcomer);
    leaves('p1', 'm1', 'callMoved');
    expect(log('m2').at(-1)).toMatchObject({ event: 'moved-in', person: { id: 'p9' }, other: { meeting: 'm1', name: 'Space 1' }, by: { name: 'Otto', order: 'o1' } });
    expect(log('m1').at(-1)).toMatchObject({ event: 'moved-out', person: { id: 'p1' }, other: { meeting: 'm2', name: 'Space 2' }, by: { name: 'Otto', order: 'o1' } });
  });

  test('that Usher did not ask for is told without a name', () => {
    personIs(newcomer);
    leaves('p1', 'm1', null);
    expect(log('m1').at(-1)).toMatchObject({ event: 'moved-out', other: { meeting: 'm2' }, by: null });
  });

  test('whose newcomer is not seen yet is told by the reason of the leaving', () => {
    leaves('p1', 'm1', 'callMoved');
    expect(log('m1').at(-1)).toMatchObject({ event: 'moved-out', other: { meeting: null, name: null } });
  });

  test('is found by either id of the person', () => {
    personIs(newcomer);
    const found = journal.about(['p1'], { order: 'oldest-first', limit: 10, after: null });
    expect(found.map(({ said }) => typeof said !== 'string' && said.event)).toEqual(['joined', 'moved-in']);
  });
});

test("the next meeting of the same id begins a log of its own, and the ended one's is whole", () => {
  meetingIs(one);
  inventory.tell({ event: 'meeting-ended', data: { id: 'm1' } });
  meetingIs(one);
  personIs(ana);
  expect(words(log('m1', ends[0]))).toEqual(['started', 'ended']);
  expect(words(log('m1'))).toEqual(['started', 'joined Ana']);
});

test('a page continues where the one before ended', () => {
  meetingIs(one, { ...one, locked: true }, one, { ...one, locked: true });
  const first = meetingLog(journal, inventory, 'm1', { limit: 3, after: null });
  const rest = meetingLog(journal, inventory, 'm1', { limit: 3, after: first.next });
  expect(words([...first.lines, ...rest.lines])).toEqual(['locked', 'unlocked', 'locked', 'started']);
  expect(rest.next).toBeNull();
});
