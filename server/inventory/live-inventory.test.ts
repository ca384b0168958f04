import { beforeEach, describe, expect, test } from 'vitest';
import { applyChange, emptyPicture } from '@/lib/meeting/apply-change';
import type { Change } from '@/lib/meeting/change';
import type { Fact, ParticipantFact } from '@/server/inventory/facts';
import { LiveInventory } from './live-inventory';
import { bridgeNamed, callOf, personIn } from './test-facts';

const elsewhere = { at: 'elsewhere', wireId: 'wire-a', name: 'a' } as const;
const call = (id: string, correlator: string, more = {}): Fact => ({ fact: 'call', call: callOf(id, correlator, more) });
const person = (inCall: string, id: string, more: Partial<ParticipantFact> = {}): Fact => ({
  fact: 'participant',
  participant: personIn(inCall, id, more),
});
const left = (id: string, reason: string | null = null): Fact => ({ fact: 'participant-gone', id, reason });
const ended = (id: string, reason: string | null = null): Fact => ({ fact: 'call-gone', id, reason });

let inventory: LiveInventory;
let changes: Change[];
const faults: unknown[] = [];

beforeEach(() => {
  inventory = new LiveInventory((error) => faults.push(error));
  inventory.describe(bridgeNamed('a'), 'wire-a');
  inventory.describe(bridgeNamed('b'), 'wire-b');
  changes = [];
  inventory.subscribe((change) => changes.push(change));
});

/** What the changes since the last look were, as `event id`. */
function said(): string[] {
  return changes.splice(0).map(({ event, data }) => `${event} ${'id' in data ? data.id : ''}`.trim());
}

describe('one meeting over several bridges', () => {
  test('is one, with a call per bridge, and found by any of its ids', () => {
    inventory.absorb('a', [call('call-a', 'm1', { startedAtMs: 2000 }), person('call-a', 'p1')]);
    inventory.absorb('b', [call('call-b', 'm1', { startedAtMs: 1000, locked: true }), person('call-b', 'p2')]);
    expect(inventory.picture.meetings.size).toBe(1);
    for (const id of ['m1', 'call-a', 'call-b']) expect(inventory.meeting(id)?.id).toBe('m1');
    expect(inventory.meeting('m1')).toMatchObject({
      calls: [{ id: 'call-a', callBridge: 'a' }, { id: 'call-b', callBridge: 'b' }],
      participantCount: 2,
      locked: true,
      startedAt: '1970-01-01T00:00:01.000Z',
      space: 'space-1',
      stale: null,
    });
    expect(inventory.participantsIn('call-b').map(({ id }) => id)).toEqual(['p1', 'p2']);
  });

  test('goes on with one bridge less, and ends with the last', () => {
    inventory.absorb('a', [call('call-a', 'm1'), person('call-a', 'p1')]);
    inventory.absorb('b', [call('call-b', 'm1')]);
    inventory.absorb('b', [ended('call-b')]);
    expect(inventory.meeting('m1')?.calls).toEqual([{ id: 'call-a', callBridge: 'a' }]);
    said();
    inventory.absorb('a', [ended('call-a', 'callEnded')]);
    expect(said()).toEqual(['participant-left p1', 'meeting-ended m1']);
    expect(inventory.meeting('call-a')).toBeNull();
  });

  test('of another cluster is another, even under the same correlator', () => {
    inventory.describe(bridgeNamed('x', { cluster: { id: 'c2', name: 'Cluster 2', mode: 'observe' } }), null);
    inventory.absorb('a', [call('call-a', 'm1'), person('call-a', 'p1')]);
    inventory.absorb('x', [call('call-x', 'm1'), person('call-x', 'p2')]);
    expect(inventory.meeting('m1')?.cluster.id).toBe('c1');
    expect(inventory.meeting('call-x')).toMatchObject({ id: 'c2:m1', cluster: { id: 'c2' }, participantCount: 1 });
  });

  test('without a correlator stands for itself', () => {
    inventory.absorb('a', [call('call-a', 'unused', { correlator: null })]);
    expect(inventory.meeting('call-a')?.id).toBe('call-a');
  });

  test('keeps its people when its call turns out to be of another meeting', () => {
    inventory.absorb('a', [call('call-a', 'unused', { correlator: null }), person('call-a', 'p1')]);
    inventory.absorb('a', [call('call-a', 'm1')]);
    expect(inventory.participant('p1')?.meeting).toBe('m1');
    expect([...inventory.picture.meetings.keys()]).toEqual(['m1']);
  });
});

describe('one participant over several bridges', () => {
  beforeEach(() => {
    inventory.absorb('a', [call('call-a', 'm1')]);
    inventory.absorb('b', [call('call-b', 'm1')]);
  });

  test('looks as home says, whoever spoke first', () => {
    inventory.absorb('b', [person('call-b', 'p1', { home: elsewhere, state: 'initial' })]);
    inventory.absorb('a', [person('call-a', 'p1', { state: 'connected' })]);
    inventory.absorb('b', [person('call-b', 'p1', { home: elsewhere, state: 'ringing' })]);
    expect(inventory.participant('p1')).toMatchObject({ state: 'connected', callBridge: { id: 'a' } });
    expect(inventory.meeting('m1')?.participantCount).toBe(1);
  });

  test('is filled in by another bridge until home speaks, with the home that it names', () => {
    inventory.absorb('b', [person('call-b', 'p1', { home: elsewhere })]);
    expect(inventory.participant('p1')?.callBridge).toEqual({ id: 'a', name: 'a', version: '3.9' });
    const foreign = { at: 'elsewhere', wireId: 'wire-z', name: 'z' } as const;
    inventory.absorb('b', [person('call-b', 'p2', { home: foreign })]);
    expect(inventory.participant('p2')?.callBridge).toEqual({ id: 'wire-z', name: 'z', version: null });
  });

  test('is gone when home says so, however long others still list them', () => {
    inventory.absorb('a', [person('call-a', 'p1')]);
    inventory.absorb('b', [person('call-b', 'p1', { home: elsewhere })]);
    inventory.absorb('a', [left('p1', 'callMoved')]);
    expect(inventory.participant('p1')).toBeNull();
    inventory.absorb('b', [person('call-b', 'p1', { home: elsewhere, speaking: true })]);
    inventory.absorb('b', [person('call-b', 'p1', { home: { at: 'unsaid' } })]);
    expect(inventory.participant('p1')).toBeNull();
    inventory.absorb('a', [person('call-a', 'p1')]);
    expect(inventory.participant('p1')).not.toBeNull();
  });

  test('leaves with the reason for which the call ended, unless that is only that all had left', () => {
    inventory.absorb('a', [person('call-a', 'p1')]);
    changes.length = 0;
    inventory.absorb('a', [ended('call-a', 'callEnded')]);
    inventory.absorb('a', [call('call-c', 'm3'), person('call-c', 'p2'), ended('call-c', 'allLeft')]);
    inventory.absorb('a', [call('call-d', 'm4'), person('call-d', 'p3')]);
    inventory.absorb('a', [ended('call-d', 'allLeft')]);
    expect(changes.flatMap(({ event, data }) => (event === 'participant-left' ? [data] : []))).toEqual([
      { id: 'p1', meeting: 'm1', reason: 'callEnded' },
      { id: 'p3', meeting: 'm4', reason: null },
    ]);
  });

  test('stays while home has them, although another bridge lets go', () => {
    inventory.absorb('a', [person('call-a', 'p1')]);
    inventory.absorb('b', [person('call-b', 'p1', { home: elsewhere }), left('p1'), ended('call-b')]);
    expect(inventory.participant('p1')?.meeting).toBe('m1');
  });

  test('leaves with the reason that home gave', () => {
    inventory.absorb('a', [person('call-a', 'p1')]);
    changes.length = 0;
    inventory.absorb('a', [left('p1', 'callMoved')]);
    expect(changes).toContainEqual({ event: 'participant-left', data: { id: 'p1', meeting: 'm1', reason: 'callMoved' } });
    expect(inventory.meeting('m1')?.participantCount).toBe(0);
  });

  test('is not shown before their call is known', () => {
    inventory.absorb('a', [person('call-new', 'p1')]);
    expect(inventory.participant('p1')).toBeNull();
    inventory.absorb('a', [call('call-new', 'm2')]);
    expect(inventory.participant('p1')?.meeting).toBe('m2');
  });

  test('counts in the lobby only while they wait there', () => {
    inventory.absorb('a', [person('call-a', 'p1', { inLobby: true }), person('call-a', 'p2')]);
    expect(inventory.meeting('m1')).toMatchObject({ participantCount: 2, lobbyCount: 1 });
    inventory.absorb('a', [person('call-a', 'p1', { inLobby: false })]);
    expect(inventory.meeting('m1')).toMatchObject({ participantCount: 2, lobbyCount: 0 });
  });
});

describe('the kinds in a meeting', () => {
  beforeEach(() => {
    inventory.absorb('a', [call('call-a', 'm1'), person('call-a', 'p1', { kind: 'unknown' }), person('call-a', 'p2', { kind: 'sip' }), person('call-a', 'p3', { kind: 'sip' })]);
    said();
  });

  test('are counted, and what nobody has is left out', () => {
    expect(inventory.meeting('m1')?.kinds).toEqual({ unknown: 1, sip: 2 });
    inventory.absorb('a', [left('p1'), left('p2')]);
    expect(inventory.meeting('m1')?.kinds).toEqual({ sip: 1 });
    inventory.absorb('a', [call('call-b', 'm2'), person('call-b', 'p3', { kind: 'sip' })]);
    expect([inventory.meeting('m1')?.kinds, inventory.meeting('m2')?.kinds]).toEqual([{}, { sip: 1 }]);
  });

  test('change the meeting once as one becomes known, and not with anything else of them', () => {
    inventory.absorb('a', [person('call-a', 'p1', { kind: 'web-app' })]);
    expect(said()).toEqual(['meeting m1', 'participant p1']);
    expect(inventory.meeting('m1')?.kinds).toEqual({ 'web-app': 1, sip: 2 });
    inventory.absorb('a', [person('call-a', 'p1', { kind: 'web-app', speaking: true })]);
    expect(said()).toEqual(['participant p1']);
  });

  test('stay as they were in what was told before', () => {
    const before = inventory.meeting('m1');
    inventory.absorb('a', [left('p1')]);
    expect(before?.kinds).toEqual({ unknown: 1, sip: 2 });
  });
});

describe('a move', () => {
  beforeEach(() => {
    inventory.absorb('a', [call('call-a', 'm1'), person('call-a', 'old')]);
    inventory.absorb('b', [call('call-b', 'm2')]);
  });

  test('is seen with where the participant came from, the old one still there or not', () => {
    inventory.absorb('b', [person('call-b', 'new', { movedParticipant: 'old' })]);
    expect(inventory.participant('new')?.movedFrom).toEqual({ participant: 'old', meeting: 'm1' });
    expect(inventory.successorOf('old')?.id).toBe('new');
    inventory.absorb('a', [left('old', 'callMoved')]);
    expect(inventory.participant('new')?.movedFrom?.meeting).toBe('m1');

    inventory.absorb('a', [person('call-a', 'late', { movedParticipant: 'old' })]);
    expect(inventory.participant('late')?.movedFrom).toEqual({ participant: 'old', meeting: 'm1' });
  });

  test('from a place that nobody knew is told without it', () => {
    inventory.absorb('b', [person('call-b', 'new', { movedParticipant: 'stranger' })]);
    expect(inventory.participant('new')?.movedFrom).toEqual({ participant: 'stranger', meeting: null });
  });

  test('is followed over further moves, and only to somebody who is there', () => {
    inventory.absorb('b', [person('call-b', 'second', { movedParticipant: 'old' })]);
    inventory.absorb('a', [left('old'), person('call-a', 'third', { movedParticipant: 'second' })]);
    inventory.absorb('b', [left('second')]);
    expect(inventory.successorOf('old')?.id).toBe('third');
    inventory.absorb('a', [left('third')]);
    expect(inventory.successorOf('old')).toBeNull();
  });

  test('is whoever is connected, where two moves at once have made two', () => {
    inventory.absorb('b', [person('call-b', 'stays', { movedParticipant: 'old', state: 'initial' })]);
    inventory.absorb('a', [person('call-a', 'late', { movedParticipant: 'old', state: 'initial' }), left('old', 'callMoved')]);
    expect(inventory.successorOf('old')?.id).toBe('late');
    inventory.absorb('b', [person('call-b', 'stays', { movedParticipant: 'old' })]);
    expect(inventory.successorOf('old')?.id).toBe('stays');
    inventory.absorb('a', [left('late')]);
    expect(inventory.successorOf('old')?.id).toBe('stays');
  });

  test('in a circle ends', () => {
    inventory.absorb('b', [person('call-b', 'x', { movedParticipant: 'y' }), person('call-b', 'y', { movedParticipant: 'x' })]);
    inventory.absorb('b', [left('x'), left('y')]);
    expect(inventory.successorOf('x')).toBeNull();
  });
});

describe('a bridge that is away', () => {
  test('leaves its meetings shown, stale since it was last heard, and fresh again when it is back', () => {
    inventory.absorb('a', [call('call-a', 'm1'), person('call-a', 'p1')]);
    inventory.describe(bridgeNamed('a', { state: 'away', since: '2026-01-15T11:00:00.000Z' }), 'wire-a');
    expect(inventory.meeting('m1')?.stale).toBe('2026-01-15T11:00:00.000Z');
    expect(inventory.participant('p1')).not.toBeNull();
    inventory.describe(bridgeNamed('a'), 'wire-a');
    expect(inventory.meeting('m1')?.stale).toBeNull();
  });

  test('that is taken out takes what only it told along', () => {
    inventory.absorb('a', [call('call-a', 'm1'), person('call-a', 'p1'), person('call-a', 'p2')]);
    inventory.absorb('b', [call('call-b', 'm1'), person('call-b', 'p1', { home: elsewhere })]);
    inventory.forget('a');
    expect([...inventory.picture.participants.keys()]).toEqual(['p1']);
    expect(inventory.meeting('m1')?.calls).toEqual([{ id: 'call-b', callBridge: 'b' }]);
    inventory.forget('b');
    expect([inventory.picture.meetings.size, inventory.picture.callBridges.size]).toEqual([0, 0]);
    expect(said().at(-1)).toBe('call-bridge-removed b');
  });

  test('has no say any more once it was taken out', () => {
    inventory.forget('a');
    inventory.absorb('a', [call('call-a', 'm1')]);
    expect(inventory.picture.meetings.size).toBe(0);
  });

  test('shows its new version with its people', () => {
    inventory.absorb('a', [call('call-a', 'm1'), person('call-a', 'p1')]);
    inventory.describe(bridgeNamed('a', { version: '3.10' }), 'wire-a');
    expect(inventory.participant('p1')?.callBridge.version).toBe('3.10');
  });
});

describe('what is said of changes', () => {
  test('is nothing where nothing became different', () => {
    const facts = [call('call-a', 'm1'), person('call-a', 'p1')];
    inventory.absorb('a', facts);
    said();
    inventory.absorb('a', facts);
    inventory.describe(bridgeNamed('a'), 'wire-a');
    expect(said()).toEqual([]);
  });

  test('comes in an order in which nobody is in a meeting that is not known', () => {
    inventory.absorb('a', [person('call-a', 'p1'), call('call-a', 'm1')]);
    expect(said()).toEqual(['meeting m1', 'participant p1']);
  });

  test('brings anybody who applies it to the same picture', () => {
    const other = emptyPicture();
    const all = new LiveInventory(() => undefined);
    all.subscribe((change) => applyChange(other, change));
    all.describe(bridgeNamed('a'), null);
    all.describe(bridgeNamed('b'), null);
    all.absorb('a', [call('call-a', 'm1'), person('call-a', 'p1'), person('call-a', 'p2', { inLobby: true })]);
    all.absorb('b', [call('call-b', 'm2'), person('call-b', 'p3', { movedParticipant: 'p1' })]);
    all.absorb('a', [left('p1', 'callMoved'), ended('call-a')]);
    expect(other).toEqual(all.picture);
  });

  test('reaches the others although one listener fails', () => {
    const heard: string[] = [];
    const stop = inventory.subscribe(() => {
      throw new Error('broken listener');
    });
    inventory.subscribe(({ event }) => heard.push(event));
    inventory.absorb('a', [call('call-a', 'm1'), person('call-a', 'p1')]);
    stop();
    expect(heard).toEqual(['meeting', 'participant']);
    expect(faults.splice(0)).toHaveLength(2);
  });
});
