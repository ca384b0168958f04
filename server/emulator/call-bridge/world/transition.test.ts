import { describe, expect, test } from 'vitest';
import type { Command } from './command';
import { add, bridge, instance, meeting, nowMs, person, refusal, remote, remove, run, webAppEntry } from './example-world';
import type { Fact } from './fact';
import type { RosterEntry } from './participant';
import { runCommand } from './run-command';
import { defaultMeetingSettings, rosterEntryById } from './world';
import type { World } from './world';

const kinds = (facts: readonly Fact[]): string[] => facts.map(({ is }) => is);
const session = { webBridge: 'w', connection: 'c', userAgent: '' };

describe('calls', () => {
  test('the first participant starts the call, the last one to leave ends it', () => {
    const world = bridge();
    expect(kinds(run(world, add('p')))).toEqual(['call-started', 'participant-added']);
    expect(kinds(run(world, add('q')))).toEqual(['participant-added']);
    expect(kinds(run(world, remove('p')))).toEqual(['participant-removed']);
    expect(kinds(run(world, remove('q')))).toEqual(['participant-removed', 'call-ended']);
    expect([world.calls.size, world.participants.size, world.callsByCoSpace.size, world.legs.size]).toEqual([0, 0, 0, 0]);
  });

  test('a call that may be empty stays until it may not', () => {
    const world = bridge();
    run(world, { do: 'start-call', call: { ...meeting('m'), activeWhenEmpty: true } }, add('p'), remove('p'));
    expect(world.calls.size).toBe(1);
    expect(kinds(run(world, { do: 'change-call', call: 'call m', changes: { activeWhenEmpty: false } }))).toEqual(['call-changed', 'call-ended']);
  });

  test('a change that changes nothing is no fact', () => {
    const world = bridge();
    run(world, add('p'));
    expect(run(world, { do: 'change-call', call: 'call m', changes: { locked: false } })).toEqual([]);
    expect(run(world, { do: 'change-participant', participant: 'p', changes: { rxAudioMute: false }, asker: 'bridge' })).toEqual([]);
  });

  test('ending a call takes everybody homed here out of it, with their accounts', () => {
    const world = bridge();
    run(world, add('p'), add('g', 'm', { kind: 'web-app' }));
    const facts = run(world, { do: 'end-call', call: 'call m', reason: 'callEnded' });
    expect(kinds(facts)).toEqual(['participant-removed', 'participant-removed', 'guest-destroyed', 'token-revoked', 'call-ended']);
    expect([world.guests.size, world.tokens.size]).toEqual([0, 0]);
  });

  test('what was counted stays counted', () => {
    const world = bridge();
    run(world, add('p'), add('q'), remove('p'), add('r'));
    expect(world.calls.get('call m')?.maxCallLegs).toBe(2);
    expect(world.counters).toMatchObject({ callLegsMaxActive: 2, callLegsCompleted: 1 });
  });
});

describe('a guest', () => {
  const withGuest = (): World => {
    const world = bridge();
    run(world, add('g', 'm', { kind: 'web-app', state: 'initial' }));
    return world;
  };

  test('has an account and a token for as long as they are there', () => {
    const world = withGuest();
    expect([world.guests.size, world.tokens.size]).toEqual([1, 1]);
    run(world, remove('g'));
    expect([world.guests.size, world.tokens.size]).toEqual([0, 0]);
  });

  test('has only a token where they signed in: the account is their own', () => {
    const world = bridge();
    const userJid = 'ana@webapp.com';
    run(world, {
      do: 'add-participant', into: meeting('m'), participant: person('u', { kind: 'web-app', userJid }), elsewhere: 0, isMuteSaid: false, webApp: { ...webAppEntry('u'), guest: null },
    });
    expect([world.guests.size, world.tokens.size]).toEqual([0, 1]);
    expect(kinds(run(world, remove('u')))).toEqual(['participant-removed', 'token-revoked', 'call-ended']);
    expect(world.tokens.size).toBe(0);
  });

  test('starts one session with the token, then media connects them', () => {
    const world = withGuest();
    const start: Command = { do: 'start-session', token: 'token g', session, changes: { rxAudioMute: true } };
    run(world, start);
    expect(world.participants.get('g')).toMatchObject({ state: 'initial', rxAudioMute: true, session });
    expect(refusal(world, start)).toBe('session-exists');
    run(world, { do: 'connect', participant: 'g' });
    expect(world.participants.get('g')).toMatchObject({ state: 'connected', connectedAtMs: nowMs });
    expect(refusal(world, { do: 'connect', participant: 'g' })).toBe('wrong-state');
  });

  test('does not start a session with a token that is unknown or has expired', () => {
    const world = withGuest();
    expect(refusal(world, { do: 'start-session', token: 'other', session, changes: {} })).toBe('token-unknown');
    const late = runCommand(world, { do: 'start-session', token: 'token g', session, changes: {} }, nowMs + 1_000);
    expect(late).toEqual({ ok: false, refusal: 'token-expired' });
  });
});

describe('canMove', () => {
  test.each([
    ['sip', 'connected', '2.6', true],
    ['sip', 'connected', '2.5', false],
    ['sip', 'initial', '3.9', false],
    ['sip', 'ringing', '3.9', false],
    ['web-app', 'connected', '3.2', true],
    ['web-app', 'connected', '3.1', false],
    ['microsoft', 'connected', '3.9', false],
  ] as const)('of a %s participant that is %s on %s is %s', (kind, state, version, expected) => {
    const world = bridge(version);
    run(world, add('p', 'm', { kind, state }));
    expect(rosterEntryById(world, 'p')?.canMove).toBe(expected);
  });
});

describe('presenting', () => {
  test('the last one to start has the floor', () => {
    const world = bridge();
    run(world, add('p'), add('q'), { do: 'present', participant: 'p', presenting: true }, { do: 'present', participant: 'q', presenting: true });
    expect([world.participants.get('p')?.presentingSince, world.participants.get('q')?.presentingSince]).toEqual([null, nowMs + 1]);
  });

  test('a remote participant who starts later takes it, one who started earlier does not', () => {
    const world = bridge();
    run(world, add('p'), { do: 'note-peer-instance', peer: 'B', instance: instance('m') }, { do: 'present', participant: 'p', presenting: true });
    const note = (sinceMs: number): Command => ({ do: 'note-remotes', peer: 'B', correlator: 'm', entries: [remote('r', { presentingSince: sinceMs })], all: false });
    run(world, note(nowMs - 5));
    expect(world.participants.get('p')?.presentingSince).toBe(nowMs);
    run(world, note(nowMs + 5));
    expect(world.participants.get('p')?.presentingSince).toBeNull();
  });

  test('is for those who are connected', () => {
    const world = bridge();
    run(world, add('p', 'm', { state: 'ringing' }));
    expect(refusal(world, { do: 'present', participant: 'p', presenting: true })).toBe('wrong-state');
  });
});

describe('peers', () => {
  test('a call in a space where a peer hosts a meeting is part of that meeting', () => {
    const world = bridge();
    run(world, { do: 'note-peer-instance', peer: 'B', instance: instance('theirs', { settings: { ...defaultMeetingSettings, locked: true } }) });
    run(world, add('p', 'ours'));
    expect([...world.calls.values()]).toMatchObject([{ id: 'call ours', correlator: 'theirs', startedAtMs: 5, settings: { locked: true } }]);
  });

  test('a call that is made with the correlator of a peer\'s meeting is part of it, in the space where it is', () => {
    const world = bridge();
    run(world, { do: 'note-peer-instance', peer: 'B', instance: instance('theirs') });
    const made: Command = { do: 'start-call', call: { ...meeting('theirs'), coSpace: null, activeWhenEmpty: true } };
    run(world, made, add('p', 'm'));
    expect([...world.calls.values()]).toMatchObject([{ correlator: 'theirs', coSpace: 'space', local: new Set(['p']) }]);
  });

  test('two bridges that start a meeting in one space at the same moment end with the smaller correlator, both of them', () => {
    const [a, b] = [bridge(), bridge()];
    run(a, add('p', 'x'));
    run(b, add('q', 'y'));
    run(a, { do: 'note-peer-instance', peer: 'B', instance: instance('y') });
    run(b, { do: 'note-peer-instance', peer: 'A', instance: instance('x') });
    expect([[...a.callsByCorrelator.keys()], [...b.callsByCorrelator.keys()]]).toEqual([['x'], ['x']]);
    expect(b.calls.get('call y')?.local).toEqual(new Set(['q']));
  });

  test('remote participants come and go with what their bridge says, and a full list drops whom it does not name', () => {
    const world = bridge();
    const note = (entries: RosterEntry[], all: boolean): Command => ({ do: 'note-remotes', peer: 'B', correlator: 'm', entries, all });
    run(world, add('p'), { do: 'note-peer-instance', peer: 'B', instance: instance('m') }, note([remote('r'), remote('s')], true));
    expect(kinds(run(world, note([remote('r', { rxAudioMute: true })], false)))).toEqual(['remote-noted']);
    expect(run(world, note([remote('r', { rxAudioMute: true })], false))).toEqual([]);
    expect(kinds(run(world, note([remote('s')], true)))).toEqual(['remote-forgotten']);
    expect([...world.remotes.keys()]).toEqual(['s']);
    run(world, { do: 'forget-remote', peer: 'C', participant: 's', reason: 'error' });
    expect([...world.remotes.keys()]).toEqual(['s']);
    run(world, { do: 'forget-peer', peer: 'B' });
    expect([world.remotes.size, world.peers.get('B')?.size]).toEqual([0, 0]);
  });

  test('what a peer says of a meeting that is not here is nothing', () => {
    const world = bridge();
    expect(run(world, { do: 'note-remotes', peer: 'B', correlator: 'm', entries: [remote('r')], all: true })).toEqual([]);
  });

  test('the end of our part forgets who was in theirs', () => {
    const world = bridge();
    run(world, add('p'), { do: 'note-remotes', peer: 'B', correlator: 'm', entries: [remote('r')], all: true }, remove('p'));
    expect(world.remotes.size).toBe(0);
  });

  test('bridges on which one meeting is set at the same moment end with the same settings, whoever is heard first', () => {
    const ids = ['A', 'B', 'C'];
    const worlds = ids.map((id) => ({ ...bridge(), bridge: { id, name: id, version: '3.9' } }));
    for (const world of worlds) run(world, add('p', 'm'));
    const [a, b, c] = worlds;
    if (!a || !b || !c) throw new Error('there are three');
    run(a, { do: 'change-call', call: 'call m', changes: { locked: true, messageText: 'by A' } });
    run(b, { do: 'change-call', call: 'call m', changes: { messageText: 'by B', recording: true } });
    const tell = (from: World, to: World): void => {
      const call = from.calls.get('call m');
      if (call) run(to, { do: 'note-peer-instance', peer: from.bridge.id, instance: instance('m', call) });
    };
    for (const [from, to] of [[b, c], [a, c], [a, b], [b, a]] as const) tell(from, to);
    for (const world of worlds) expect(world.calls.get('call m')?.settings).toMatchObject({ locked: true, messageText: 'by B', recording: true });
    run(c, { do: 'change-call', call: 'call m', changes: { messageText: 'by C' } });
    for (const world of [a, b]) tell(c, world);
    tell(b, c);
    for (const world of worlds) expect(world.calls.get('call m')?.settings).toMatchObject({ locked: true, messageText: 'by C', recording: true });
    expect(run(a, { do: 'note-peer-instance', peer: 'C', instance: instance('m', c.calls.get('call m')) }).map(({ is }) => is)).toEqual(['peer-instance-noted']);
  });

  test('bridges that start one meeting by different rules end with the same settings', () => {
    const [a, b] = [bridge(), { ...bridge(), bridge: { id: 'B', name: 'B', version: '3.9' } }];
    run(a, add('p', 'm', {}, { locked: true }));
    run(b, add('q', 'm'));
    run(a, { do: 'note-peer-instance', peer: 'B', instance: instance('m', b.calls.get('call m')) });
    run(b, { do: 'note-peer-instance', peer: 'A', instance: instance('m', a.calls.get('call m')) });
    expect([a, b].map((world) => world.calls.get('call m')?.settings.locked)).toEqual([false, false]);
  });

  test('a recorder goes once nobody is left but machines on other bridges', () => {
    const world = bridge();
    const note = (kind: 'sip' | 'recorder'): Command => ({ do: 'note-remotes', peer: 'B', correlator: 'm', entries: [remote('r', { kind })], all: true });
    run(world, { do: 'note-peer-instance', peer: 'B', instance: instance('m') }, add('p', 'm'), note('sip'), { do: 'change-call', call: 'call m', changes: { recording: true } });
    run(world, add('rec', 'm', { kind: 'recorder' }), remove('p'));
    expect(world.participants.size).toBe(1);
    run(world, note('recorder'));
    expect([world.participants.size, world.calls.size]).toEqual([0, 0]);
  });

  test('a remote participant is changed and dropped by their home only', () => {
    const world = bridge();
    run(world, add('p'), { do: 'note-remotes', peer: 'B', correlator: 'm', entries: [remote('r')], all: true });
    expect(refusal(world, remove('r'))).toBe('participant-is-remote');
    expect(refusal(world, { do: 'change-participant', participant: 'r', changes: {}, asker: 'bridge' })).toBe('participant-is-remote');
    expect(refusal(world, remove('nobody'))).toBe('no-such-participant');
  });
});

describe('limits', () => {
  test('of a meeting count people wherever they are, and no machines', () => {
    const world = bridge();
    const limited = { participantLimit: 3, recordingMode: 'automatic' } as const;
    run(world, add('p', 'm', {}, limited), add('rec', 'm', { kind: 'recorder' }), add('q'));
    const third = add('r');
    expect(refusal(world, { ...third, elsewhere: 1 })).toBe('participant-limit');
    run(world, third);
    expect(refusal(world, add('s'))).toBe('participant-limit');
  });

  test('of a tenant count over its meetings, and leave others alone', () => {
    const world = bridge();
    const of = (correlator: string, id: string, tenant: string | null): Command => {
      const command = add(id, correlator, {}, { tenant, tenantParticipantLimit: tenant === null ? null : 2 });
      return { ...command, into: { ...command.into, coSpace: `space ${correlator}` } };
    };
    run(world, of('m', 'p', 'acme'), of('n', 'q', 'acme'), of('o', 'r', null));
    expect(refusal(world, of('n', 's', 'acme'))).toBe('tenant-participant-limit');
    expect(refusal(world, of('o', 't', null))).toBe('decided');
  });
});

describe('muting', () => {
  const muted = (world: World, ...ids: string[]) => ids.map((id) => world.participants.get(id)?.rxAudioMute);
  const muteAll = (mode: 'exclude' | 'selected', ids: string[]): Command => ({
    do: 'change-participants', call: 'call m', who: { mode, ids }, changes: { rxAudioMute: true },
  });

  test('of many at once leaves the named ones out, or takes only them, and tells only of those who change', () => {
    const world = bridge();
    run(world, add('p', 'm', { rxAudioMute: true }), add('q'), add('r'));
    expect(kinds(run(world, muteAll('exclude', ['r'])))).toEqual(['participant-changed']);
    expect(muted(world, 'p', 'q', 'r')).toEqual([true, true, false]);
    run(world, muteAll('selected', ['r']));
    expect(muted(world, 'r')).toEqual([true]);
  });

  test.each([[true], [false]])('by the meeting (%s) holds for newcomers, unless their request says otherwise', (override) => {
    const world = bridge();
    run(world, add('p'), { do: 'change-call', call: 'call m', changes: { joinAudioMuteOverride: override } });
    run(world, add('q', 'm', { rxAudioMute: !override }), { ...add('r', 'm', { rxAudioMute: !override }), isMuteSaid: true });
    expect(muted(world, 'p', 'q', 'r')).toEqual([false, override, !override]);
  });

  test('by the meeting closes the microphone that a newcomer\'s client has open, not that of somebody who is moved', () => {
    const world = bridge();
    run(world, add('p'), { do: 'change-call', call: 'call m', changes: { joinAudioMuteOverride: true } });
    const movedFrom = { participant: 'old', callBridge: 'B' };
    for (const [id, changes] of [['g', {}], ['h', { movedFrom }]] as const) {
      run(world, add(id, 'm', { kind: 'web-app', state: 'initial', ...changes }));
      run(world, { do: 'start-session', token: `token ${id}`, session, changes: { rxAudioMute: false } }, { do: 'connect', participant: id });
    }
    expect(muted(world, 'g', 'h')).toEqual([true, false]);
  });
});
