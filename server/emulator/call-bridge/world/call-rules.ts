import type { MeetingRules } from '../../cluster/meeting-rules';
import type { CallChanges, LeaveReason, NewCall } from './command';
import type { Fact } from './fact';
import { isMachine } from './participant';
import type { Participant } from './participant';
import { decided, refused } from './rule';
import type { Rules } from './rule';
import { stamped } from './setting-stamps';
import { defaultMeetingSettings, localParticipants, peerInstanceInSpace, remoteParticipants } from './world';
import type { Call, MeetingSettings, PeerInstance, World } from './world';

export const callRules: Rules<'start-call' | 'change-call' | 'end-call'> = {
  'start-call': (world, { call }) => (callOf(world, call) ? decided() : decided({ is: 'call-started', call: newCall(world, call) })),

  'change-call': (world, command) => {
    const before = world.calls.get(command.call);
    if (!before) return refused('no-such-call');
    const call = changed(world, before, command.changes);
    if (!call) return decided();
    const facts: Fact[] = [{ is: 'call-changed', before, call }];
    if (isAbandoned(world, call)) facts.push(...abandonFacts(world, call));
    return decided(...facts);
  },

  'end-call': (world, command) => {
    const call = world.calls.get(command.call);
    if (!call) return refused('no-such-call');
    const leaving = localParticipants(world, call).flatMap((who) => leaveFacts(world, who, call.correlator, 'callEnded'));
    return decided(...leaving, { is: 'call-ended', call, reason: command.reason });
  },
};

type Wanted = Pick<NewCall, 'correlator' | 'coSpace'>;

/** This bridge's call for the meeting or the space that `wanted` names, or for the meeting that a peer has under either, if it has one. */
export function callOf(world: World, wanted: Wanted): Call | null {
  const ours = ownCall(world, wanted);
  if (ours) return ours;
  const running = runningOnPeer(world, wanted);
  return running && ownCall(world, running);
}

function ownCall(world: World, { correlator, coSpace }: Wanted): Call | null {
  const id = world.callsByCorrelator.get(correlator) ?? (coSpace === null ? undefined : world.callsByCoSpace.get(coSpace));
  return id === undefined ? null : (world.calls.get(id) ?? null);
}

/** The call to start. A meeting that already runs on a peer is joined as what it is there, not started a second time. */
export function newCall(world: World, wanted: NewCall): Call {
  const running = runningOnPeer(world, wanted);
  return {
    id: wanted.id,
    correlator: running?.correlator ?? wanted.correlator,
    coSpace: running ? running.coSpace : wanted.coSpace,
    name: running?.name ?? wanted.name,
    startedAtMs: running?.startedAtMs ?? wanted.startedAtMs,
    settings: running?.settings ?? settingsAtStart(wanted.rules),
    settingStamps: running?.settingStamps ?? stamped({ settingStamps: {} }, setByRules, world.bridge.id),
    rules: wanted.rules,
    activeWhenEmpty: wanted.activeWhenEmpty,
    maxCallLegs: 0,
    activatorsGoneSinceMs: null,
    local: new Set(),
    remote: new Set(),
  };
}

/** Bridges that cannot hear of each other may start one meeting by rules that have changed in between. */
const setByRules = ['locked', 'recording', 'streaming'];

function settingsAtStart({ locked, recordingMode, streamingMode }: MeetingRules): MeetingSettings {
  const [recording, streaming] = [recordingMode === 'automatic', streamingMode === 'automatic'];
  return { ...defaultMeetingSettings, locked, recording, streaming };
}

function runningOnPeer(world: World, wanted: Wanted): PeerInstance | null {
  for (const instances of world.peers.values()) {
    const same = instances.get(wanted.correlator);
    if (same) return same;
  }
  return wanted.coSpace === null ? null : peerInstanceInSpace(world, wanted.coSpace);
}

/** What follows when people homed here leave: the call ends with the last one, unless it may be empty. */
export function departureFacts(world: World, call: Call, leaving: readonly Participant[], reason: LeaveReason): Fact[] {
  const facts = leaving.flatMap((who) => leaveFacts(world, who, call.correlator, reason));
  const gone = new Set(leaving.map(({ id }) => id));
  return isAbandoned(world, call, gone) ? [...facts, ...abandonFacts(world, call, gone)] : facts;
}

const nobody: ReadonlySet<string> = new Set();

/**
 * Whether nothing holds this bridge's part of a meeting open once these are gone. A recorder does not, unless it records
 * people on other bridges.
 */
export function isAbandoned(world: World, call: Call, gone: ReadonlySet<string> = nobody): boolean {
  if (call.activeWhenEmpty) return false;
  let machines = 0;
  for (const id of call.local) {
    const who = gone.has(id) ? undefined : world.participants.get(id);
    if (who && !isMachine(who)) return false;
    if (who) machines += 1;
  }
  return machines === 0 || remoteParticipants(world, call).every(isMachine);
}

/** Ends an abandoned call; the machines that are left in it go with it. */
export function abandonFacts(world: World, call: Call, gone: ReadonlySet<string> = nobody): Fact[] {
  const machines = localParticipants(world, call).filter(({ id }) => !gone.has(id));
  return [
    ...machines.flatMap((machine) => leaveFacts(world, machine, call.correlator, 'callEnded')),
    { is: 'call-ended', call, reason: 'allLeft' },
  ];
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

function changed({ bridge }: World, call: Call, changes: CallChanges): Call | null {
  const { activeWhenEmpty = call.activeWhenEmpty, ...settings } = changes;
  const next = { ...call.settings, ...settings };
  const same = activeWhenEmpty === call.activeWhenEmpty && JSON.stringify(next) === JSON.stringify(call.settings);
  return same ? null : { ...call, activeWhenEmpty, settings: next, settingStamps: stamped(call, Object.keys(settings), bridge.id) };
}
