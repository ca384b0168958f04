import { memberOf } from '../../cluster/users';
import type { Located, LinkRequests, LobbyWish, Placement, PlaceRefusal } from '../link/link-message';
import { accountOf } from '../world/participant';
import { rosterEntry } from '../world/world';
import type { Call, MeetingIdentity } from '../world/world';
import type { Newcomer } from './dial-out';
import { isAtLeast } from '../version';
import type { BridgeCore } from '../bridge-core';
import type { PlacementWish } from './choose-bridge';
import { placeInGroup } from './placer';
import type { PlacerParts } from './placer';

/** Why nobody is moved. How the product says so is not documented; see the README, Gaps. */
export type MoveRefusal = 'unknown-participant' | 'same-call' | 'cannot-move' | 'dual-homed' | 'home-unreachable' | PlaceRefusal;

type MovedFrom = Extract<Placement['purpose'], { why: 'move' }>['from'];

export type MoveOutcome = { ok: true; participant: string } | { ok: false; refusal: MoveRefusal };

/**
 * Steps 1 to 5 of a move, on the bridge that hosts the target: asks the participant's home bridge, chooses a bridge,
 * has the newcomer made there. The answer comes before anything has moved.
 */
export async function moveParticipant(
  parts: PlacerParts,
  target: Call,
  participant: string,
  newcomer: Newcomer,
  wish: PlacementWish,
): Promise<MoveOutcome> {
  const { core } = parts;
  const found = await findHome(parts, participant, target.correlator);
  if (!found.ok) return found;
  const { home, located } = found;
  if (located.correlator === target.correlator) return { ok: false, refusal: 'same-call' };
  if (!located.canMove || (located.kind === 'web-app' && !isAtLeast(core.version, '3.2'))) {
    return { ok: false, refusal: 'cannot-move' };
  }
  if (target.settings.dualHomed) return { ok: false, refusal: 'dual-homed' };
  const from = { participant, callBridge: home };
  logMove(core, from, located, target.id);
  const placed = await placeInGroup(parts, movePlacement(core, target, from, located, newcomer), wish);
  return placed.ok ? { ok: true, participant: placed.participant } : placed;
}

/** The newcomer that a move makes, as their home bridge describes them. */
export function movePlacement(
  core: BridgeCore,
  { correlator, coSpace, name, startedAtMs }: MeetingIdentity,
  from: MovedFrom,
  located: Located,
  newcomer: Newcomer,
): Placement {
  const space = coSpace === null ? undefined : core.cluster.coSpaces.get(coSpace);
  return {
    meeting: { correlator, coSpace, name, startedAtMs },
    kind: located.kind,
    name: located.name,
    userJid: located.userJid,
    uri: located.kind === 'web-app' ? null : located.uri,
    originalUri: located.kind === 'web-app' ? null : located.originalUri,
    direction: located.direction,
    entrance: { coSpace, accessMethod: null, user: memberOf(core.cluster, coSpace, located.userJid) },
    settings: newcomer.settings,
    canEncrypt: located.canEncrypt,
    lobby: lobbyOfMoved(core, newcomer.lobby),
    purpose: { why: 'move', from, webBridge: located.webBridge, space: { name, numericId: space?.callId ?? '' } },
  };
}

/**
 * How somebody who is moved stands to the target's lobby. `needsActivation=false` makes them an activator whom the lock
 * does not hold up. What becomes of the other wishes is not documented, see the README, Gaps.
 */
function lobbyOfMoved({ choices }: BridgeCore, wish: LobbyWish): LobbyWish {
  const deactivated = choices.movedMayBeAdmitted ? wish.deactivated : undefined;
  const isUnsaid = wish.needsActivation === undefined && deactivated === undefined;
  const needsActivation = isUnsaid && !choices.movedWaitsByRules ? false : wish.needsActivation;
  return needsActivation === false ? { needsActivation, deactivated, bypassesLock: true } : { needsActivation, deactivated };
}

/** Steps 2 and 3 at the home bridge: who is homed here under this id, and whether they may go. Null if nobody is. */
export function locate(core: BridgeCore, ask: LinkRequests['locate']['ask']): Located | null {
  const participant = core.world.participants.get(ask.participant);
  const call = participant && core.world.calls.get(participant.call);
  if (!participant || !call) return null;
  const { kind, name, uri, originalUri, direction, guest, userJid, session } = participant;
  return {
    correlator: call.correlator,
    kind,
    canMove: rosterEntry(core.world, participant).canMove,
    name,
    uri,
    originalUri,
    direction,
    guest,
    userJid,
    webBridge: session?.webBridge ?? null,
    canEncrypt: participant.canEncrypt,
  };
}

type Home = { ok: true; home: string; located: Located } | { ok: false; refusal: MoveRefusal };

/** Asks the participant's home bridge. */
async function findHome({ core, links }: PlacerParts, participant: string, correlator: string): Promise<Home> {
  const ask = { participant };
  const here = locate(core, ask);
  if (here) return { ok: true, home: core.id, located: here };
  const home = core.homes.of(participant);
  if (home === null) return { ok: false, refusal: 'unknown-participant' };
  const isCut = core.faults.take('link-down', { callBridge: core.name, peer: nameOf(core, home), participant, correlator });
  if (isCut || !links.peers().includes(home)) return { ok: false, refusal: 'home-unreachable' };
  const located = await links.ask(home, 'locate', ask);
  return located ? { ok: true, home, located } : { ok: false, refusal: 'unknown-participant' };
}

/** Step 1 in the log. `call` is the target's id. */
export function logMove(core: BridgeCore, { participant, callBridge }: MovedFrom, located: Located, call: string): void {
  const kind = located.kind === 'web-app' ? 'WC3 participant' : 'participant';
  const where = callBridge === core.id ? 'this callbridge' : `callbridge '${nameOf(core, callBridge)}'`;
  const user = accountOf(located);
  core.log.write(`move participant operation: moving ${kind} ${participant} (${user}) (homed on ${where}) to call ${call}`);
}

function nameOf(core: BridgeCore, callBridge: string): string {
  return core.cluster.callBridges.get(callBridge)?.name ?? callBridge;
}
