import type { BridgeCore } from '../bridge-core';
import { internalConferenceId } from '../log/call-log';
import type { Participant } from '../world/participant';

/**
 * Lines of step 5. The product stores a guest's credentials before it places anybody; their order and words are as in
 * its logs. Source: `docs/cms-wire.md`, section 8.3.
 */
export function logGuestCreated(core: BridgeCore, user: string): void {
  const request = `guest login request ${core.nextGuestLogin()}`;
  core.log.write(`${request}: credential storage scheduled (queue length: 1)`);
  core.log.write(`created guest account with user ID "${user}"`);
  core.log.write(`${request}: credential storage executed`);
  core.log.write(`${request}: credential storage in progress`);
  core.log.write(`${request}: successfully stored credentials`);
}

/** As above, of credentials that cannot be stored: no success follows. */
export function logGuestNotStored(core: BridgeCore): void {
  core.log.write(`guest login request ${core.nextGuestLogin()}: credential storage scheduled (queue length: 1)`);
}

/** What follows the 200. */
export function logSessionCreated(core: BridgeCore, user: string): void {
  core.log.write(`new session created for user "${user}"`);
  core.log.write(`instantiating user "${user}"`);
}

export function logParticipantCreated(core: BridgeCore, participant: Participant): void {
  const conference = internalConferenceId(participant.call);
  core.log.write(`API call leg ${participant.leg} in call ${conference} (API call ${participant.call})`);
}

/** The audit of the API: who asked for somebody who was made. */
export function logAskedFor(core: BridgeCore, { from, user }: { readonly from: string; readonly user: string }, participant: string, call: string): void {
  core.log.write(`${from}: API user "${user}" created new participant ${participant}, call ${call}`, 'local0');
}
