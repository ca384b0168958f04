import { beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../clock';
import type { ManualClock } from '../clock';
import { ArmedFaults } from './armed-faults';
import type { FaultOccasion, FaultTarget, FiredFault } from './armed-faults';

const everybody: FaultTarget = { scope: 'everybody' };
const ana: FaultTarget = { scope: 'participant', participant: 'ana', name: 'Ana' };
const meeting: FaultTarget = { scope: 'call', correlator: 'm1', name: 'Space 1' };
const link: FaultTarget = { scope: 'link', link: ['cb1', 'cb2'] };

/** Ana is moved to meeting m1, of which cb1 is the bridge. */
const anasMove: FaultOccasion = { callBridge: 'cb1', participant: 'ana', correlator: 'm1' };

let clock: ManualClock;
let fired: FiredFault[];
let changes: number;
let faults: ArmedFaults;

beforeEach(() => {
  clock = manualClock();
  fired = [];
  changes = 0;
  faults = new ArmedFaults(clock, (one) => fired.push(one));
  faults.onChange(() => (changes += 1));
});

describe('how often', () => {
  test('what is armed for once happens once, and is gone then', () => {
    faults.arm('client-silent', ana, 'once');
    expect([faults.take('client-silent', anasMove), faults.take('client-silent', anasMove)]).toEqual([true, false]);
    expect(faults.list()).toEqual([]);
    expect(faults.isEmpty).toBe(true);
  });

  test('what is armed until it is cleared happens each time, and counts', () => {
    const { id } = faults.arm('client-silent', ana, 'until-cleared');
    for (let time = 0; time < 3; time++) expect(faults.take('client-silent', anasMove)).toBe(true);
    expect(faults.list()).toMatchObject([{ id, fired: 3 }]);
  });

  test('armed twice for once, it happens twice', () => {
    faults.arm('client-silent', ana, 'once');
    faults.arm('client-silent', ana, 'once');
    const taken = [1, 2, 3].map(() => faults.take('client-silent', anasMove));
    expect(taken).toEqual([true, true, false]);
  });

  test('looking whether it would happen does not use it up, nor say that it happened', () => {
    faults.arm('port-closed', { scope: 'callBridge', callBridge: 'cb1' }, 'once');
    expect(faults.isArmed('port-closed', { callBridge: 'cb1' })).toBe(true);
    expect(faults.isArmed('port-closed', { callBridge: 'cb2' })).toBe(false);
    expect(faults.list()).toMatchObject([{ fired: 0 }]);
    expect(fired).toEqual([]);
  });

  test('an occasion that it is not armed for does not use it up', () => {
    faults.arm('client-silent', ana, 'once');
    expect(faults.take('client-silent', { ...anasMove, participant: 'ben' })).toBe(false);
    expect(faults.take('client-left', anasMove)).toBe(false);
    expect(faults.take('client-silent', anasMove)).toBe(true);
  });
});

describe('for whom', () => {
  test.each<[string, FaultTarget, FaultOccasion, boolean]>([
    ['everybody hits whoever comes', everybody, anasMove, true],
    ['everybody hits where nobody knows who it is', everybody, { callBridge: 'cb9' }, true],
    ['a person hits that person', ana, anasMove, true],
    ['a person spares others', ana, { ...anasMove, participant: 'ben' }, false],
    ['a person spares what is nobody\'s', ana, { callBridge: 'cb1' }, false],
    ['a meeting hits who is moved to it', meeting, anasMove, true],
    ['a meeting spares who is moved to another', meeting, { ...anasMove, correlator: 'm2' }, false],
    ['a meeting spares what belongs to none', meeting, { callBridge: 'cb1' }, false],
    ['a call bridge hits what it does itself', { scope: 'callBridge', callBridge: 'cb1' }, anasMove, true],
    ['a call bridge spares what others do with it', { scope: 'callBridge', callBridge: 'cb1' }, { callBridge: 'cb2', peer: 'cb1' }, false],
    ['a link hits from its one end to the other', link, { callBridge: 'cb1', peer: 'cb2' }, true],
    ['a link hits the other way round', link, { callBridge: 'cb2', peer: 'cb1' }, true],
    ['a link spares the links of its ends to others', link, { callBridge: 'cb1', peer: 'cb3' }, false],
    ['a link spares what goes over no link', link, { callBridge: 'cb1' }, false],
    ['a link spares what a node does with itself', link, { callBridge: 'cb1', peer: 'cb1' }, false],
  ])('%s', (_, target, occasion, hit) => {
    faults.arm('link-down', target, 'once');
    expect(faults.isArmed('link-down', occasion)).toBe(hit);
    expect(faults.take('link-down', occasion)).toBe(hit);
  });

  test('what is armed for a person stays theirs over moves, and stays on the id that they had', () => {
    const { id } = faults.arm('media-failed', ana, 'until-cleared');
    faults.follow('ana', 'ana2');
    faults.follow('ana2', 'ana3');
    for (const participant of ['ana', 'ana2', 'ana3']) expect(faults.take('media-failed', { callBridge: 'cb2', participant })).toBe(true);
    expect(faults.list()).toMatchObject([{ id, target: ana, fired: 3 }]);
  });

  test('somebody else who is moved does not get what is armed for another', () => {
    faults.arm('media-failed', ana, 'once');
    faults.follow('ben', 'ben2');
    expect(faults.take('media-failed', { callBridge: 'cb1', participant: 'ben2' })).toBe(false);
  });
});

describe('of several that fit', () => {
  test('the one that was armed first happens, however narrow the others are', () => {
    const wide = faults.arm('client-silent', everybody, 'until-cleared');
    const narrow = faults.arm('client-silent', ana, 'once');
    faults.take('client-silent', anasMove);
    expect(faults.list()).toMatchObject([{ id: wide.id, fired: 1 }, { id: narrow.id, fired: 0 }]);
  });

  test('one occasion takes one of them', () => {
    const first = faults.arm('client-silent', ana, 'once');
    const second = faults.arm('client-silent', everybody, 'once');
    expect(faults.list().map(({ id }) => id)).toEqual([first.id, second.id]);
    faults.take('client-silent', anasMove);
    expect(faults.list()).toMatchObject([{ id: second.id, fired: 0 }]);
    expect(fired).toHaveLength(1);
  });
});

describe('clearing', () => {
  test('takes back one and leaves the others', () => {
    const first = faults.arm('client-silent', ana, 'until-cleared');
    const second = faults.arm('client-left', ana, 'once');
    expect(faults.clear(first.id)).toBe(true);
    expect(faults.take('client-silent', anasMove)).toBe(false);
    expect(faults.list()).toMatchObject([{ id: second.id }]);
  });

  test('says when there is nothing to take back: unknown, cleared already, or used up', () => {
    const cleared = faults.arm('client-silent', ana, 'once');
    const used = faults.arm('client-left', ana, 'once');
    faults.clear(cleared.id);
    faults.take('client-left', anasMove);
    expect([999, cleared.id, used.id].map((id) => faults.clear(id))).toEqual([false, false, false]);
  });

  test('takes back all, with the alarms that they raised', () => {
    faults.arm('link-down', everybody, 'until-cleared');
    faults.arm('client-left', ana, 'once');
    faults.take('link-down', { callBridge: 'cb1', peer: 'cb2' });
    faults.clearAll();
    expect([faults.list(), faults.alarmsOf('cb1'), faults.isEmpty]).toEqual([[], [], true]);
  });

  test('never gives a number twice', () => {
    const first = faults.arm('client-silent', ana, 'once');
    faults.clearAll();
    expect(faults.arm('client-silent', ana, 'once').id).toBeGreaterThan(first.id);
  });
});

describe('what is told', () => {
  test('each time that a fault happens: which, where, and to whom if that can be told', () => {
    faults.arm('client-silent', everybody, 'until-cleared');
    faults.take('client-silent', anasMove);
    faults.take('client-silent', { callBridge: 'cb2' });
    expect(fired).toEqual([
      { fault: 'client-silent', callBridge: 'cb1', participant: 'ana' },
      { fault: 'client-silent', callBridge: 'cb2', participant: null },
    ]);
  });

  test('a change of what is armed: armed, used up, cleared, but not that it goes on', () => {
    const { id } = faults.arm('client-silent', ana, 'until-cleared');
    faults.arm('client-left', ana, 'once');
    expect(changes).toBe(2);
    faults.take('client-silent', anasMove);
    expect(changes).toBe(2);
    faults.take('client-left', anasMove);
    expect(changes).toBe(3);
    faults.clear(id);
    faults.clear(id);
    expect(changes).toBe(4);
    faults.clearAll();
    expect(changes).toBe(5);
  });

  test('when it was armed, by the emulator\'s clock', () => {
    clock.advance(5_000);
    expect(faults.arm('client-silent', ana, 'once').armedAtMs).toBe(clock.now());
  });
});

describe('alarms', () => {
  test.each([
    ['link-down', 'callBridgeConnectionFailure'],
    ['web-bridge-unreachable', 'c2wConnectionFailure'],
  ] as const)('%s puts up %s at the bridge that it failed for, for a minute', (fault, type) => {
    faults.arm(fault, everybody, 'once');
    faults.take(fault, { callBridge: 'cb1', peer: 'other' });
    expect(faults.alarmsOf('cb1')).toEqual([{ type, callBridge: 'cb1', peer: 'other', sinceMs: clock.now() }]);
    expect(faults.alarmsOf('other')).toEqual([]);
    clock.advance(59_999);
    expect(faults.alarmsOf('cb1')).toHaveLength(1);
    clock.advance(1);
    expect(faults.alarmsOf('cb1')).toEqual([]);
  });

  test('the same connection failing again is one alarm, up for a minute from then', () => {
    faults.arm('link-down', everybody, 'until-cleared');
    faults.take('link-down', { callBridge: 'cb1', peer: 'cb2' });
    clock.advance(40_000);
    faults.take('link-down', { callBridge: 'cb1', peer: 'cb2' });
    clock.advance(40_000);
    expect(faults.alarmsOf('cb1')).toHaveLength(1);
  });

  test('connections to different nodes are alarms of their own', () => {
    faults.arm('link-down', everybody, 'until-cleared');
    for (const peer of ['cb2', 'cb3']) faults.take('link-down', { callBridge: 'cb1', peer });
    expect(faults.alarmsOf('cb1').map(({ peer }) => peer)).toEqual(['cb2', 'cb3']);
  });

  test('no other fault puts one up', () => {
    faults.arm('client-silent', everybody, 'once');
    faults.take('client-silent', { ...anasMove, peer: 'cb2' });
    expect(faults.alarmsOf('cb1')).toEqual([]);
  });
});
