import type { CallChanges, LeaveReason, NewCall } from './command';
import type { Fact } from './fact';
import type { Participant } from './participant';
import { decided, refused } from './rule';
import type { Rules } from './rule';
import { defaultMeetingSettings, localParticipants, peerInstanceInSpace } from './world';
import type { Call, PeerInstance, World } from './world';

export const callRules: Rules<'start-call' | 'change-call' | 'end-call'> = {
  'start-call': (world, { call }) => (callOf(world, call) ? decided() : decided({ is: 'call-started', call: newCall(world, call) })),

  'change-call': (world, command) => {
    const before = world.calls.get(command.call);
    if (!before) return refused('no-such-call');
    const call = changed(before, command.changes);
    if (!call) return decided();
    const facts: Fact[] = [{ is: 'call-changed', before, call }];
    if (!call.activeWhenEmpty && call.local.size === 0) facts.push({ is: 'call-ended', call, reason: 'allLeft' });
    return decided(...facts);
  },

  'end-call': (world, command) => {
    const call = world.calls.get(command.call);
    if (!call) return refused('no-such-call');
    const leaving = localParticipants(world, call).flatMap((who) => leaveFacts(world, who, call.correlator, 'callEnded'));
    return decided(...leaving, { is: 'call-ended', call, reason: command.reason });
  },
};

/** This bridge's call for the meeting or the space that `wanted` names, if it has one. */
export function callOf(world: World, wanted: Pick<NewCall, 'correlator' | 'coSpace'>): Call | null {
  const byCorrelator = world.callsByCorrelator.get(wanted.correlator);
  const bySpace = wanted.coSpace === null ? undefined : world.callsByCoSpace.get(wanted.coSpace);
  const id = byCorrelator ?? bySpace;
  return id === undefined ? null : (world.calls.get(id) ?? null);
}

/** The call to start. A meeting that already runs on a peer is joined, not started a second time. */
export function newCall(world: World, wanted: NewCall): Call {
  const running = runningOnPeer(world, wanted);
  return {
    id: wanted.id,
    correlator: running?.correlator ?? wanted.correlator,
    coSpace: wanted.coSpace,
    name: running?.name ?? wanted.name,
    startedAtMs: running?.startedAtMs ?? wanted.startedAtMs,
    settings: running?.settings ?? { ...defaultMeetingSettings, locked: wanted.rules.locked },
    rules: wanted.rules,
    activeWhenEmpty: wanted.activeWhenEmpty,
    maxCallLegs: 0,
    activatorsGoneSinceMs: null,
    local: new Set(),
    remote: new Set(),
  };
}

function runningOnPeer(world: World, wanted: NewCall): PeerInstance | null {
  for (const instances of world.peers.values()) {
    const same = instances.get(wanted.correlator);
    if (same) return same;
  }
  return wanted.coSpace === null ? null : peerInstanceInSpace(world, wanted.coSpace);
}

/** What follows when people homed here leave: the call ends with the last one, unless it may be empty. */
export function departureFacts(world: World, call: Call, leaving: readonly Participant[], reason: LeaveReason): Fact[] {
  const facts = leaving.flatMap((who) => leaveFacts(world, who, call.correlator, reason));
  const isEmptied = leaving.length > 0 && leaving.length === call.local.size;
  return isEmptied && !call.activeWhenEmpty ? [...facts, { is: 'call-ended', call, reason: 'allLeft' }] : facts;
}

/** What follows when somebody homed here leaves, apart from what becomes of the call. */
export function leaveFacts(world: World, participant: Participant, correlator: string, reason: LeaveReason): Fact[] {
  const account = participant.guest === null ? undefined : world.guests.get(participant.guest);
  const token = participant.token === null ? undefined : world.tokens.get(participant.token);
  const facts: Fact[] = [{ is: 'participant-removed', participant, correlator, reason }];
  if (account) facts.push({ is: 'guest-destroyed', account });
  if (token) facts.push({ is: 'token-revoked', token });
  return facts;
}

function changed(call: Call, changes: CallChanges): Call | null {
  const { activeWhenEmpty = call.activeWhenEmpty, ...settings } = changes;
  const next = { ...call.settings, ...settings };
  const same = activeWhenEmpty === call.activeWhenEmpty && JSON.stringify(next) === JSON.stringify(call.settings);
  return same ? null : { ...call, activeWhenEmpty, settings: next };
}
