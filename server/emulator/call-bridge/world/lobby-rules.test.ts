import { describe, expect, test } from 'vitest';
import type { Command } from './command';
import { add, bridge, instance, nowMs, remote, remove, run, runAt } from './example-world';
import { deactivationTimes } from './lobby-rules';
import type { World } from './world';

const guest = { isActivator: false };
const activationOf = (world: World, ...ids: string[]): (string | undefined)[] => ids.map((id) => world.participants.get(id)?.activation);
const lock = (locked: boolean): Command => ({ do: 'change-call', call: 'call m', changes: { locked } });
const setDeactivated = (participant: string, deactivated: boolean): Command => ({ do: 'set-deactivated', participant, deactivated });

describe('the lobby', () => {
  test('holds whoever needs an activator until one is there, then all of them enter at once', () => {
    const world = bridge();
    run(world, add('p', 'm', guest), add('q', 'm', guest));
    expect(activationOf(world, 'p', 'q')).toEqual(['waiting', 'waiting']);
    run(world, add('host', 'm', { state: 'ringing' }));
    expect(activationOf(world, 'p')).toEqual(['waiting']);
    const facts = run(world, { do: 'connect', participant: 'host' });
    expect(facts.map((fact) => fact.is === 'participant-changed' && fact.participant.id)).toEqual(['host', 'p', 'q']);
    expect(activationOf(world, 'p', 'q')).toEqual(['active', 'active']);
    run(world, add('late', 'm', guest));
    expect(activationOf(world, 'late')).toEqual(['active']);
  });

  test('opens for an activator on another bridge, and for nobody else there', () => {
    const world = bridge();
    const note = (id: string, isActivator: boolean): Command => ({
      do: 'note-remotes', peer: 'B', correlator: 'm', entries: [remote(id, { isActivator })], all: false,
    });
    run(world, add('p', 'm', guest), { do: 'note-peer-instance', peer: 'B', instance: instance('m') }, note('r', false));
    expect(activationOf(world, 'p')).toEqual(['waiting']);
    run(world, note('host', true));
    expect(activationOf(world, 'p')).toEqual(['active']);
    run(world, { do: 'forget-peer', peer: 'B' });
    expect(activationOf(world, 'p')).toEqual(['waiting']);
  });

  test('lets in the one whom the API admits, who then stays without an activator', () => {
    const world = bridge();
    run(world, add('p', 'm', guest), add('q', 'm', guest), setDeactivated('p', false));
    expect(activationOf(world, 'p', 'q')).toEqual(['admitted', 'waiting']);
    run(world, add('host'), remove('host'));
    expect(activationOf(world, 'p', 'q')).toEqual(['admitted', 'waiting']);
  });

  test('keeps the one whom the API put back, whoever comes, and takes the floor from them', () => {
    const world = bridge();
    run(world, add('p'), { do: 'present', participant: 'p', presenting: true }, setDeactivated('p', true), add('host'));
    expect(world.participants.get('p')).toMatchObject({ activation: 'held', presentingSince: null });
    run(world, setDeactivated('p', false));
    expect(activationOf(world, 'p')).toEqual(['admitted']);
  });

  test('holds those again whose only activator was put into it', () => {
    const world = bridge();
    run(world, add('host'), add('p', 'm', guest), setDeactivated('host', true));
    expect(activationOf(world, 'p')).toEqual(['waiting']);
  });
});

describe('after the last activator has left', () => {
  test('deactivate puts back, disconnect hangs up, remainActivated leaves them where they are', () => {
    const world = bridge();
    const modes = ['deactivate', 'disconnect', 'remainActivated'] as const;
    run(world, add('host'), ...modes.map((mode) => add(mode, 'm', { ...guest, deactivationMode: mode })));
    const facts = run(world, remove('host'));
    expect(activationOf(world, ...modes)).toEqual(['waiting', undefined, 'active']);
    expect(facts).toContainEqual(expect.objectContaining({ is: 'participant-removed', reason: 'callDeactivated' }));
  });

  test('each one waits for their own time, and an activator who comes meanwhile keeps them all', () => {
    const world = bridge();
    run(world, add('host'), add('p', 'm', { ...guest, deactivationModeTimeSeconds: 5 }), add('q', 'm', { ...guest, deactivationModeTimeSeconds: 9 }));
    run(world, remove('host'));
    const call = world.calls.get('call m');
    expect(call && deactivationTimes(world, call)).toEqual([nowMs + 5_000, nowMs + 9_000]);
    runAt(nowMs + 5_000, world, { do: 'settle', call: 'call m' });
    expect(activationOf(world, 'p', 'q')).toEqual(['waiting', 'active']);
    runAt(nowMs + 6_000, world, add('other'));
    runAt(nowMs + 9_000, world, { do: 'settle', call: 'call m' });
    expect(activationOf(world, 'p', 'q')).toEqual(['active', 'active']);
  });

  test('a meeting that loses everybody to it ends', () => {
    const world = bridge();
    run(world, add('host'), add('p', 'm', { ...guest, deactivationMode: 'disconnect' }), remove('host'));
    expect([world.calls.size, world.participants.size]).toEqual([0, 0]);
  });
});

describe('a lock', () => {
  test('keeps newcomers in the lobby but not members, and lets all in once it is taken off', () => {
    const world = bridge();
    run(world, add('host'), lock(true), add('p'), add('q', 'm', guest), add('member', 'm', { bypassesLock: true }));
    expect(activationOf(world, 'host', 'p', 'q', 'member')).toEqual(['active', 'waiting', 'waiting', 'active']);
    run(world, lock(false));
    expect(activationOf(world, 'p', 'q')).toEqual(['active', 'active']);
  });

  test('of mode needsActivation keeps only those out who need an activator, though one is there', () => {
    const world = bridge();
    run(world, add('host', 'm', {}, { lockMode: 'needsActivation' }), lock(true), add('p'), add('q', 'm', guest));
    expect(activationOf(world, 'p', 'q')).toEqual(['active', 'waiting']);
  });

  test('is on from the start when the profile says so', () => {
    const world = bridge();
    run(world, add('p', 'm', {}, { locked: true }));
    expect(world.calls.get('call m')?.settings.locked).toBe(true);
    expect(activationOf(world, 'p')).toEqual(['waiting']);
  });

  test('taken off brings in an activator who waited, and with them those who needed one', () => {
    const world = bridge();
    run(world, add('q', 'm', guest, { locked: true }), add('host'), lock(false));
    expect(activationOf(world, 'q', 'host')).toEqual(['active', 'active']);
  });
});
