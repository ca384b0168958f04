import { guidOf } from '../../ids';
import type { BridgeCore } from '../bridge-core';
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
    for (const fact of facts) for (const line of linesFor(core, fact)) core.log.write(line);
  });
}

/** The id by which logs name a call's conference; neither the API call's id nor the correlator. */
export function internalConferenceId(callId: string): string {
  return guidOf(`conference ${callId}`);
}

function linesFor(core: BridgeCore, fact: Fact): string[] {
  switch (fact.is) {
    case 'call-started':
      return fact.call.coSpace === null ? [] : [spaceLine(fact.call)];
    case 'call-changed':
      return fact.before.settings.locked === fact.call.settings.locked ? [] : [lockLine(fact.call)];
    case 'call-ended':
      return [`conference ${internalConferenceId(fact.call.id)} destroyed`];
    case 'participant-changed':
      return changeLines(core, fact.before, fact.participant);
    case 'participant-removed':
      return leaveLines(core, fact.participant);
    case 'guest-destroyed':
      return [
        `removing guest account '${fact.account.user}' (name '${fact.account.name}') on call drop`,
        `destroying guest account with user ID "${fact.account.user}"`,
      ];
    default:
      return [];
  }
}

function spaceLine({ id, name, coSpace, correlator }: Call): string {
  return `API "${name}" Space GUID: ${coSpace} <--> Call Correlator GUID: ${correlator} <--> Internal GUID: ${internalConferenceId(id)}`;
}

function lockLine({ id, settings }: Call): string {
  return `conference ${internalConferenceId(id)}: lock state has changed to ${settings.locked ? 'locked' : 'unlocked'}`;
}

function changeLines(core: BridgeCore, before: Participant, after: Participant): string[] {
  const user = accountOf(after);
  if (before.session === null && after.session !== null) {
    return [`new session created for user "${user}"`, `instantiating user "${user}"`];
  }
  if (before.state === 'connected' || after.state !== 'connected') return [];
  const call = core.world.calls.get(after.call);
  const prefix = `call ${after.logNumber}:`;
  const joined = [
    `${prefix} configured - API call leg ${after.leg}`,
    `participant "${user}" joined space ${call?.coSpace ?? ''} (${call?.name ?? ''})`,
  ];
  if (after.kind !== 'web-app') return joined;
  return [
    `${prefix} allocated for ${user} / "${after.name}" conference participation (${browserOf(after.session?.userAgent ?? '')})`,
    ...joined.slice(0, 1),
    `${prefix} setting up combined RTP session for DTLS (combined media and control)`,
    ...joined.slice(1),
    `participant "${user}" (${after.id}) joined conference ${internalConferenceId(after.call)} via WB3`,
  ];
}

function leaveLines(core: BridgeCore, participant: Participant): string[] {
  const call = core.world.calls.get(participant.call);
  const who = accountOf(participant);
  const lines = [
    `call ${participant.logNumber}: tearing down ("${who}" conference media)`,
    `participant "${who}" left space ${call?.coSpace ?? ''} (${call?.name ?? ''})`,
    `call ${participant.logNumber}: destroying API call leg ${participant.leg}`,
  ];
  return participant.session ? [`user "${who}": deactivating due to session resource teardown`, ...lines] : lines;
}

function browserOf(userAgent: string): string {
  if (userAgent.includes('Firefox/')) return 'Firefox';
  if (userAgent.includes('Edg/')) return 'Edge';
  if (userAgent.includes('Chrome/')) return 'Chrome';
  return userAgent.includes('Safari/') ? 'Safari' : 'unknown';
}
