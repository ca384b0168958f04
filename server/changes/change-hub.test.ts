import { expect, test } from 'vitest';
import type { Scope } from '@/lib/access/scope';
import type { Change, SequencedChange } from '@/lib/meeting/change';
import { exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { topicsNamed } from '@/lib/meeting/topics';
import { ChangeHub, type ChangeHubOptions } from '@/server/changes/change-hub';
import type { ViewerOptions } from '@/server/changes/viewer';

const at = (cluster: string) => ({ id: cluster, name: cluster });
const meeting = (id: string, cluster = 'c1', space: string | null = null): Change => ({ event: 'meeting', data: exampleMeeting({ id, cluster: at(cluster), space }) });
const person = (id: string, inMeeting: string, more = {}): Change => ({ event: 'participant', data: exampleParticipant({ id, meeting: inMeeting, ...more }) });
const left = (id: string, from: string): Change => ({ event: 'participant-left', data: { id, meeting: from, reason: null } });
const onlyC1: Scope = { clusters: ['c1'], spaces: [] };

/** A hub that tells at once, or when `tick` is called. */
function hubThat(options: ChangeHubOptions = {}): { hub: ChangeHub; tick: () => void } {
  let waiting: () => void = () => undefined;
  const hub = new ChangeHub({ schedule: (tell) => (waiting = tell), ...options });
  return { hub, tick: () => waiting() };
}

/** Somebody who reads everything, or as many frames as `room` has. */
function follow(hub: ChangeHub, options: Partial<ViewerOptions> = {}) {
  const told: SequencedChange[] = [];
  const reader = { room: Infinity };
  const sink = {
    encoding: 'event' as const,
    write(frames: readonly Buffer[]) {
      told.push(...frames.map(changeIn));
      reader.room -= frames.length;
      return reader.room > 0;
    },
  };
  const { viewer, stop } = hub.follow({ scope: null, from: null, sink, ...options });
  return { told, reader, viewer, stop, words: () => told.map(({ event, data }) => ('id' in data ? `${event} ${data.id}` : event)) };
}

function changeIn(frame: Buffer): SequencedChange {
  const [id = '', event = '', data = ''] = frame.toString().split('\n').map((line) => line.slice(line.indexOf(' ') + 1));
  return { id, event, data: JSON.parse(data) as unknown } as SequencedChange;
}

test('a stream that broke is taken up where it was, with the latest of each thing', () => {
  const { hub } = hubThat();
  hub.publish(meeting('a'));
  const from = hub.sequence;
  hub.publish(meeting('b'));
  hub.publish(person('p', 'b'));
  hub.publish(meeting('b'));
  expect(follow(hub, { from }).words()).toEqual(['participant p', 'meeting b']);
});

test('an id of another life, of the future, or of no form at all means to start over', () => {
  const { hub } = hubThat();
  for (const from of [hubThat().hub.sequence, `${hub.sequence}9`, 'nonsense', '']) expect(follow(hub, { from }).words(), from).toEqual(['reset']);
  expect(hub.figures.resets).toBe(4);
});

test('whoever was away for longer than is known who left is told to start over', () => {
  const { hub } = hubThat({ overKept: 2 });
  hub.publish(meeting('a'));
  const from = hub.sequence;
  for (const id of ['p', 'q']) hub.publish(left(id, 'a'));
  expect(follow(hub, { from }).words()).toEqual(['participant-left p', 'participant-left q']);
  hub.publish(left('r', 'a'));
  expect(follow(hub, { from }).words()).toEqual(['reset']);
});

test('what happens in one tick is told once', () => {
  const { hub, tick } = hubThat();
  const { words } = follow(hub);
  for (let count = 0; count < 100; count += 1) hub.publish(meeting('a'));
  expect(words()).toEqual([]);
  tick();
  expect(words()).toEqual(['meeting a']);
});

test('a reader who is slow gets the latest of each thing, and nothing waits for him but that', () => {
  const { hub, tick } = hubThat();
  const { told, reader, viewer, words } = follow(hub);
  reader.room = 1;
  hub.publish(meeting('a'));
  tick();
  for (let count = 0; count < 1_000; count += 1) {
    hub.publish(person(`p${count % 3}`, 'a', { name: `name ${count}` }));
    tick();
  }
  expect([words(), viewer.isBehind, hub.figures.behind]).toEqual([['meeting a'], true, 1]);
  reader.room = Infinity;
  viewer.drained();
  expect(words()).toEqual(['meeting a', 'participant p1', 'participant p2', 'participant p0']);
  expect(told.at(-1)?.data).toMatchObject({ name: 'name 999' });
  expect(viewer.isBehind).toBe(false);
});

test('to a reader who is always behind each thing is told in its turn, also one that changes without end', () => {
  const { hub, tick } = hubThat();
  const from = hub.sequence;
  const others = 20;
  for (let count = 0; count < others; count += 1) hub.publish(person(`p${count}`, 'a'));
  const long = 'x'.repeat(40_000);
  const { told, reader, viewer, words } = follow(hub, { from });
  // Room for one frame at a time, while two things change: what changes all the time, and one of the others.
  for (let count = 0; count < 10 * others; count += 1) {
    reader.room = 1;
    hub.publish(person('restless', 'a', { name: `${count} ${long}` }));
    hub.publish(person(`p${count % others}`, 'a', { name: `${count} ${long}` }));
    tick();
    viewer.drained();
  }
  expect(viewer.isBehind).toBe(true);
  const turns = words().flatMap((word, index) => (word === 'participant restless' ? [index] : []));
  expect(turns.length).toBeGreaterThan(5);
  // Where his stream breaks it can be taken up, and nothing is missed.
  const again = follow(hub, { from: told.at(-1)?.id });
  const last = new Map([...told, ...again.told].map(({ data }) => ('name' in data ? [data.id, parseInt(data.name)] : ['', 0])));
  expect(last).toEqual(new Map([...Array.from({ length: others }, (_, index) => [`p${index}`, 9 * others + index] as const), ['restless', 10 * others - 1]]));
});

test('whoever is limited hears of nothing outside, nor where somebody inside came from', () => {
  const { hub, tick } = hubThat();
  const { words, told } = follow(hub, { scope: onlyC1 });
  hub.publish(meeting('mine'));
  hub.publish(meeting('theirs', 'c2'));
  hub.publish(person('p', 'theirs'));
  hub.publish(person('q', 'mine', { movedFrom: { participant: 'p', meeting: 'theirs' } }));
  hub.publish(person('nowhere', 'unknown'));
  tick();
  expect(words()).toEqual(['meeting mine', 'participant q']);
  expect(told.at(-1)?.data).toMatchObject({ movedFrom: null });
});

test('who goes out of a scope leaves it, and with a meeting that does go its people', () => {
  const members = new Map([['m', ['p', 'q']]]);
  const { hub, tick } = hubThat({ membersOf: (id) => members.get(id) ?? [] });
  const { words } = follow(hub, { scope: onlyC1 });
  for (const change of [meeting('m'), meeting('other', 'c2'), person('p', 'm'), person('q', 'm')]) hub.publish(change);
  tick();
  hub.publish(person('p', 'other'));
  members.set('m', ['q']);
  tick();
  hub.publish(meeting('m', 'c2'));
  tick();
  hub.publish(meeting('m', 'c1'));
  tick();
  expect(words().slice(3)).toEqual(['participant-left p', 'meeting-ended m', 'participant-left q', 'meeting m', 'participant q']);
});

test('a topic that is added begins at the place that it is asked for from', () => {
  const { hub, tick } = hubThat();
  const { told, words, viewer } = follow(hub, { topics: topicsNamed(['meetings']) ?? undefined });
  hub.publish(meeting('a'));
  const snapshot = hub.sequence;
  hub.publish(person('p', 'a'));
  hub.publish(person('q', 'b'));
  hub.publish(meeting('c'));
  tick();
  expect(words()).toEqual(['meeting a', 'meeting c']);
  expect(viewer.want({ wish: 7, topics: ['meetings', 'people:a'], from: snapshot })).toBe(true);
  expect(told.slice(2).map(({ event }) => event)).toEqual(['wish', 'participant', 'meeting']);
  expect(told[2]).toMatchObject({ data: { wish: 7 }, id: snapshot });
  hub.publish(person('r', 'b'));
  hub.publish(left('p', 'a'));
  tick();
  expect(words().at(-1)).toBe('participant-left p');
  expect(viewer.want({ wish: 8, topics: ['nonsense'] })).toBe(false);
});
