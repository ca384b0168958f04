import { abandonFacts, departureFacts, isAbandoned } from './call-rules';
import type { Fact } from './fact';
import { isDeactivated, taskOf } from './participant';
import type { Participant, RosterEntry } from './participant';
import { decided } from './rule';
import type { Rules } from './rule';
import { localParticipants } from './world';
import type { Call, World } from './world';

/**
 * Who is in the lobby and who is not, from who else is there. A bridge decides for the people homed on it; activators
 * count wherever they are homed. Source: `docs/cms-wire.md`, sections 2.1 (lock) and 2.6.
 */
export const lobbyRules: Rules<'settle'> = {
  settle: (world, { call: id }, nowMs) => {
    const call = world.calls.get(id);
    if (!call) return decided();
    if (isAbandoned(world, call)) return decided(...abandonFacts(world, call));
    const idle = localParticipants(world, call).filter((who) => isIdleMachine(call, who));
    if (idle.length > 0) return decided(...departureFacts(world, call, idle, 'localTeardown'));
    const goneSinceMs = activatorIsThere(world, call) ? null : (call.activatorsGoneSinceMs ?? nowMs);
    const facts: Fact[] = [];
    if (goneSinceMs !== call.activatorsGoneSinceMs) facts.push({ is: 'activators-noted', call, goneSinceMs });
    const people = localParticipants(world, call);
    const entering = people.filter((who) => who.activation === 'waiting' && mayEnter(world, call, who));
    facts.push(...entering.map((who) => activationFact(call, who, 'active')));
    if (goneSinceMs === null) return decided(...facts);
    const due = people.filter((who) => isLeftAlone(who) && deactivatesAtMs(who, goneSinceMs) <= nowMs);
    const out = due.filter(({ deactivationMode }) => deactivationMode === 'deactivate');
    facts.push(...out.map((who) => activationFact(call, who, 'waiting')));
    const dropped = due.filter(({ deactivationMode }) => deactivationMode === 'disconnect');
    return decided(...facts, ...departureFacts(world, call, dropped, 'callDeactivated'));
  },
};

/** Whether somebody may take part as things are. Without the lock they need an activator, unless they are one. */
export function mayEnter(world: World, call: Call, who: Participant): boolean {
  const isKeptOut = call.settings.locked && !who.bypassesLock && (call.rules.lockMode === 'all' || !who.isActivator);
  return !isKeptOut && (who.isActivator || activatorIsThere(world, call));
}

/** When each of those who would be alone without an activator is deactivated, in milliseconds since 1970. */
export function deactivationTimes(world: World, call: Call): number[] {
  const sinceMs = call.activatorsGoneSinceMs;
  if (sinceMs === null) return [];
  return localParticipants(world, call).filter(isLeftAlone).map((who) => deactivatesAtMs(who, sinceMs));
}

/** Whether the presence of this one, if there is one, lets others in. */
export function isActivating(who: Pick<RosterEntry, 'isActivator' | 'state' | 'activation'> | null | undefined): boolean {
  return who != null && who.isActivator && (who.state === 'connected' || who.state === 'onHold') && !isDeactivated(who);
}

function activatorIsThere(world: World, call: Call): boolean {
  for (const id of call.local) if (isActivating(world.participants.get(id))) return true;
  for (const id of call.remote) if (isActivating(world.remotes.get(id))) return true;
  return false;
}

/** A recorder in a meeting that is to be recorded no longer. */
function isIdleMachine(call: Call, who: Participant): boolean {
  const task = taskOf(who);
  return task !== null && !call.settings[task];
}

function isLeftAlone({ isActivator, activation, deactivationMode }: Participant): boolean {
  return !isActivator && activation === 'active' && deactivationMode !== 'remainActivated';
}

function deactivatesAtMs({ deactivationModeTimeSeconds }: Participant, goneSinceMs: number): number {
  return goneSinceMs + deactivationModeTimeSeconds * 1_000;
}

function activationFact(call: Call, before: Participant, activation: Participant['activation']): Fact {
  const participant = { ...before, activation, presentingSince: activation === 'waiting' ? null : before.presentingSince };
  return { is: 'participant-changed', before, participant, correlator: call.correlator, asker: 'bridge' };
}
