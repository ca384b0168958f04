import { defaultMeetingRules } from '../../cluster/meeting-rules';
import type { MeetingRules } from '../../cluster/meeting-rules';
import type { Command, NewCall, NewParticipant, WebAppEntry } from './command';
import type { Fact } from './fact';
import { defaultLegSettings } from './participant';
import type { RosterEntry } from './participant';
import { runCommand } from './run-command';
import { defaultMeetingSettings, emptyWorld } from './world';
import type { PeerInstance, World } from './world';

/** The time of every example, in milliseconds since 1970. */
export const nowMs = 1_000_000;

/** A bridge without anybody. */
export function bridge(version = '3.9'): World {
  return emptyWorld({ id: 'A', name: 'cbcms1', version });
}

/** Runs commands one after the other; each must be decided. Returns the facts of all. */
export function run(world: World, ...commands: Command[]): Fact[] {
  return runAt(nowMs, world, ...commands);
}

export function runAt(atMs: number, world: World, ...commands: Command[]): Fact[] {
  return commands.flatMap((command) => {
    const outcome = runCommand(world, command, atMs);
    if (!outcome.ok) throw new Error(`${command.do} was refused: ${outcome.refusal}`);
    return outcome.facts;
  });
}

/** Why a command is refused, or `decided`. */
export function refusal(world: World, command: Command): string {
  const outcome = runCommand(world, command, nowMs);
  return outcome.ok ? 'decided' : outcome.refusal;
}

export function meeting(correlator: string, rules: Partial<MeetingRules> = {}): NewCall {
  return {
    id: `call ${correlator}`,
    correlator,
    coSpace: 'space',
    name: 'Space 1',
    startedAtMs: nowMs,
    activeWhenEmpty: false,
    rules: { ...defaultMeetingRules, ...rules },
  };
}

export function person(id: string, changes: Partial<NewParticipant> = {}): NewParticipant {
  return {
    ...defaultLegSettings,
    id,
    leg: id,
    kind: 'sip',
    name: id,
    uri: id,
    originalUri: id,
    userJid: null,
    direction: 'incoming',
    state: 'connected',
    isActivator: true,
    activation: 'active',
    bypassesLock: false,
    deactivationMode: 'deactivate',
    deactivationModeTimeSeconds: 0,
    speaking: false,
    presentingSince: null,
    movedFrom: null,
    hasMedia: true,
    sipCallId: null,
    sipMediaEncryption: 'optional',
    canEncrypt: true,
    parameters: {},
    ...changes,
  };
}

/** Account and token of a web app guest; the token lives for a second. */
export function webAppEntry(id: string): WebAppEntry {
  return { guest: `guest${id}`, token: `token ${id}`, tokenExpiresAtMs: nowMs + 1_000 };
}

/** Brings somebody into a meeting, a web app guest with account and token. */
export function add(id: string, correlator = 'm', changes: Partial<NewParticipant> = {}, rules: Partial<MeetingRules> = {}): Extract<Command, { do: 'add-participant' }> {
  const webApp = changes.kind === 'web-app' ? webAppEntry(id) : null;
  const into = meeting(correlator, rules);
  return { do: 'add-participant', into, participant: person(id, changes), elsewhere: 0, isMuteSaid: false, webApp };
}

export function remove(participant: string): Command {
  return { do: 'remove-participant', participant, reason: 'remoteTeardown' };
}

/** What a peer says of somebody homed there. */
export function remote(id: string, changes: Partial<RosterEntry> = {}): RosterEntry {
  const { leg, sipCallId, hasMedia, sipMediaEncryption, canEncrypt, parameters, ...more } = person(id);
  const { bypassesLock, deactivationMode, deactivationModeTimeSeconds, ...shared } = more;
  return { ...shared, canMove: true, ...changes };
}

export function instance(correlator: string, changes: Partial<PeerInstance> = {}): PeerInstance {
  return { correlator, coSpace: 'space', name: 'Space 1', startedAtMs: 5, settings: defaultMeetingSettings, settingStamps: {}, ...changes };
}
