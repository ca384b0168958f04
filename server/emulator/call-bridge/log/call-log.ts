import { guidOf } from '../../ids';
import type { BridgeCore } from '../bridge-core';
import { isRemoteTeardown } from '../leave-reason';
import type { LeaveReason } from '../world/command';
import type { Fact } from '../world/fact';
import { accountOf } from '../world/participant';
import type { Participant } from '../world/participant';
import type { Call } from '../world/world';

/**
 * Writes what became different into the node's log, in the product's words: steps 9, 10 and 11 of a move, and every
 * join and leave. Source: `docs/cms-wire.md`, section 8.3.
 */
export function followForLog(core: BridgeCore): void {
  core.follow((facts) => {
    for (const fact of facts) for (const line of linesFor(core, fact, facts)) core.log.write(line);
  });
}

/** The id by which logs name a call's conference; neither the API call's id nor the correlator. */
export function internalConferenceId(callId: string): string {
  return guidOf(`conference ${callId}`);
}

function linesFor(core: BridgeCore, fact: Fact, all: readonly Fact[]): string[] {
  switch (fact.is) {
    case 'call-started':
      return fact.call.coSpace === null ? [] : [spaceLine(fact.call)];
    case 'call-changed':
      return fact.before.settings.locked === fact.call.settings.locked ? [] : [lockLine(fact.call)];
    case 'call-ended':
      return [`conference ${internalConferenceId(fact.call.id)} destroyed`];
    case 'participant-added':
      return arrivalLines(core, fact.participant);
    case 'participant-changed':
      return changeLines(core, fact.before, fact.participant);
    case 'participant-removed':
      return leaveLines(core, fact.participant, fact.reason, callOfLeaver(core, fact.participant, all));
    case 'guest-destroyed':
      return [
        `removing guest account '${fact.account.user}' (name '${fact.account.name}') on call drop`,
        `destroying guest account with user ID "${fact.account.user}"`,
      ];
    default:
      return [];
  }
}

/** The call that somebody was in, which may have ended with them. */
function callOfLeaver(core: BridgeCore, { call: id }: Participant, facts: readonly Fact[]): Call | undefined {
  const ended = facts.find((fact) => fact.is === 'call-ended' && fact.call.id === id);
  return core.world.calls.get(id) ?? (ended?.is === 'call-ended' ? ended.call : undefined);
}

function spaceLine({ id, name, coSpace, correlator }: Call): string {
  return `API "${name}" Space GUID: ${coSpace} <--> Call Correlator GUID: ${correlator} <--> Internal GUID: ${internalConferenceId(id)}`;
}

function lockLine({ id, settings }: Call): string {
  return `conference ${internalConferenceId(id)}: lock state has changed to ${settings.locked ? 'locked' : 'unlocked'}`;
}

/** How a SIP leg begins. Somebody who was moved here was not called, nor did they call. */
function arrivalLines(core: BridgeCore, participant: Participant): string[] {
  if (participant.kind === 'web-app' || participant.movedFrom !== null) return [];
  const { direction, originalUri, logNumber, state } = participant;
  const call = core.world.calls.get(participant.call);
  const space = call?.coSpace === undefined || call.coSpace === null ? undefined : core.cluster.coSpaces.get(call.coSpace);
  if (direction === 'outgoing') return [`call ${logNumber}: outgoing SIP call to "${originalUri}" from space "${call?.name ?? ''}"`];
  const incoming = `call ${logNumber}: incoming SIP call from "sip:${originalUri}" to local URI "sip:${space?.uri ?? ''}@${core.cluster.sipDomain}"`;
  return state === 'connected' ? [incoming, ...joinLines(participant, call)] : [incoming];
}

function changeLines(core: BridgeCore, before: Participant, after: Participant): string[] {
  if (after.state === before.state) return [];
  if (after.state === 'ringing') return [`call ${after.logNumber}: SIP call ringing`];
  return after.state === 'connected' ? joinLines(after, core.world.calls.get(after.call)) : [];
}

function joinLines(participant: Participant, call: Call | undefined): string[] {
  const user = accountOf(participant);
  const prefix = `call ${participant.logNumber}:`;
  const configured = `${prefix} configured - API call leg ${participant.leg}`;
  const joined = `participant "${user}" joined ${placeOf(call)}`;
  if (participant.kind !== 'web-app') return [configured, joined];
  const browser = browserOf(participant.session?.userAgent ?? '');
  return [
    `${prefix} allocated for ${user} / "${participant.name}" conference participation (${browser})`,
    ...(browser === 'Chrome' ? [`${prefix} removing h264 from video codec bitmask, because it's Chrome web client and we're using a compatibility profile`] : []),
    configured,
    `${prefix} setting up combined RTP session for DTLS (combined media and control)`,
    joined,
    `participant "${user}" (${participant.id}) joined conference ${internalConferenceId(participant.call)} via WB3`,
  ];
}

function leaveLines(core: BridgeCore, participant: Participant, reason: LeaveReason, call: Call | undefined): string[] {
  const who = accountOf(participant);
  const { logNumber, leg, kind, session } = participant;
  return [
    ...(session ? [`user "${who}": deactivating due to session resource teardown`] : []),
    kind === 'web-app' ? `call ${logNumber}: tearing down ("${who}" conference media)` : `call ${logNumber}: ending; ${isRemoteTeardown(reason) ? 'remote' : 'local'} SIP teardown - ${lengthOf(core, participant)}`,
    `participant "${who}" left ${placeOf(call)}`,
    `call ${logNumber}: destroying API call leg ${leg}`,
  ];
}

function lengthOf({ clock }: BridgeCore, { connectedAtMs, createdAtMs }: Participant): string {
  const seconds = Math.floor((clock.now() - (connectedAtMs ?? createdAtMs)) / 1_000);
  const duration = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return `${connectedAtMs === null ? 'not connected after' : 'connected for'} ${duration}`;
}

function placeOf(call: Call | undefined): string {
  if (!call) return 'conference';
  return call.coSpace === null ? `conference ${internalConferenceId(call.id)} (${call.name})` : `space ${call.coSpace} (${call.name})`;
}

function browserOf(userAgent: string): string {
  if (userAgent.includes('Firefox/')) return 'Firefox';
  if (userAgent.includes('Edg/')) return 'Edge';
  if (userAgent.includes('Chrome/')) return 'Chrome';
  return userAgent.includes('Safari/') ? 'Safari' : 'unknown';
}
