import { expect, test } from 'vitest';
import { createIds } from '../../ids';
import type { Ids } from '../../ids';
import type { Command, NewParticipant } from './command';
import { add, bridge, instance, meeting, nowMs, remote } from './example-world';
import { runCommand } from './run-command';
import { rules } from './transition';
import type { World } from './world';
import { worldFaults } from './world-faults';

/** How many commands a run takes; `npm run bench -- soak` asks for more. */
const commands = Number(process.env['EMULATOR_SOAK_COMMANDS'] ?? 5_000);

const kinds = ['sip', 'sip', 'web-app', 'web-app', 'microsoft', 'meeting-app', 'recorder', 'streamer'] as const;
const states = ['initial', 'ringing', 'connected', 'connected'] as const;
const modes = ['deactivate', 'disconnect', 'remainActivated'] as const;
const activations = ['active', 'active', 'active', 'admitted', 'held'] as const;

/** A command of any kind, about somebody or something that is there, or is not. */
function randomCommand(world: World, ids: Ids, number: number): Command {
  const pick = <T>(from: readonly [T, ...T[]]): T => from[ids.below(from.length)] ?? from[0];
  const flip = (): boolean => ids.below(2) === 0;
  // In each space two meetings may start at once, and some have no space.
  const space = pick(['s0', 's1', null]);
  const correlator = `${space ?? 'adhoc'} ${ids.below(2)}`;
  const participant = pick(['nobody', ...world.participants.keys()]);
  const call = pick(['none', ...world.calls.keys()]);
  const peer = pick(['B', 'C']);
  const theirs = `${peer} ${correlator} ${ids.below(4)}`;
  const person = (): Partial<NewParticipant> => ({
    kind: pick(kinds),
    state: pick(states),
    isActivator: ids.below(3) > 0,
    activation: pick(activations),
    bypassesLock: ids.below(4) === 0,
    deactivationMode: pick(modes),
    deactivationModeTimeSeconds: ids.below(3),
    canEncrypt: ids.below(5) > 0,
    sipMediaEncryption: pick(['optional', 'required', 'prohibited']),
  });
  const into = { ...meeting(correlator), coSpace: space };
  const newcomer = (): Command => {
    const { webApp, ...command } = add(`p${number}`, correlator, person());
    const rules = { ...into.rules, participantLimit: pick([null, 6]), locked: flip(), lockMode: pick(['all', 'needsActivation'] as const) };
    const signsIn = flip();
    return { ...command, into: { ...into, rules }, webApp: webApp && { ...webApp, guest: signsIn ? null : webApp.guest, tokenExpiresAtMs: Number.MAX_SAFE_INTEGER } };
  };
  const choices: [() => Command, ...(() => Command)[]] = [
    newcomer,
    newcomer,
    () => ({ do: 'start-call', call: { ...into, correlator: pick([correlator, 's0 0', 'adhoc 0']), id: `call ${correlator} ${number}`, activeWhenEmpty: true } }),
    () => ({ do: 'change-call', call, changes: { locked: flip(), recording: flip(), streaming: flip() } }),
    () => ({ do: 'change-call', call, changes: { activeWhenEmpty: flip(), joinAudioMuteOverride: pick([null, true, false]) } }),
    () => ({ do: 'end-call', call: ids.below(4) === 0 ? call : 'none', reason: 'callEnded' }),
    () => ({ do: 'ring', participant }),
    () => ({ do: 'connect', participant }),
    () => ({ do: 'connect', participant }),
    () => ({ do: 'start-session', token: `token ${participant}`, session: { webBridge: 'w', connection: 'c', userAgent: '' }, changes: {} }),
    () => ({ do: 'change-participant', participant, changes: { isActivator: flip(), rxAudioMute: flip() }, asker: 'bridge' }),
    () => ({ do: 'change-participants', call, who: { mode: pick(['exclude', 'selected']), ids: [participant] }, changes: { rxVideoMute: flip() } }),
    () => ({ do: 'set-deactivated', participant, deactivated: flip() }),
    () => ({ do: 'present', participant, presenting: flip() }),
    () => ({ do: 'remove-participant', participant, reason: 'remoteTeardown' }),
    () => ({ do: 'remove-participant', participant, reason: 'error' }),
    () => ({ do: 'settle', call }),
    () => ({ do: 'note-peer-instance', peer, instance: instance(correlator, { coSpace: space }) }),
    () => ({ do: 'forget-peer-instance', peer, correlator }),
    () => ({ do: 'note-remotes', peer, correlator, entries: [remote(theirs, { isActivator: flip(), kind: pick(kinds) })], all: ids.below(4) === 0 }),
    () => ({ do: 'forget-remote', peer, participant: theirs, reason: 'error' }),
    () => ({ do: 'forget-peer', peer }),
  ];
  return pick(choices)();
}

/** Lets the time come at which people without an activator fall out, as the timers of a bridge do. */
function settle(world: World, atMs: number): void {
  for (const call of [...world.calls.keys()]) runCommand(world, { do: 'settle', call }, atMs);
}

test.each(['one', 'two', 'three', 'four', 'five'])('whatever is asked of a world, in whatever order, it fits together (seed %s)', { timeout: 30_000 + commands * 10 }, (seed) => {
  const ids = createIds(seed);
  const world = bridge();
  const done = new Set<Command['do']>();
  for (let number = 0; number < commands / 5; number += 1) {
    const atMs = nowMs + number * 200;
    settle(world, atMs);
    const command = randomCommand(world, ids, number);
    const before = JSON.stringify([...world.participants.values()]);
    const outcome = runCommand(world, command, atMs);
    if (outcome.ok) done.add(command.do);
    else expect(JSON.stringify([...world.participants.values()]), 'a refused command changes nothing').toBe(before);
    expect(worldFaults(world, atMs), `after ${number} commands, the last of them ${JSON.stringify(command)}`).toEqual([]);
  }
  expect([...done].sort(), 'each kind of command was carried out at least once').toEqual(Object.keys(rules).sort());
});
