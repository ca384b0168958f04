import type { BridgeCore } from '../bridge-core';
import type { WebBridgeLinks } from '../c2w/web-bridge-links';
import { tokenLifetimeMs } from '../guest-tokens';
import type { GuestTokens } from '../guest-tokens';
import type { LinkRequests, Placed, Placement } from '../link/link-message';
import type { LinkAnswer, PeerLinks } from '../link/peer-links';
import { legRulesOf, meetingRulesOf } from '../../cluster/meeting-rules';
import type { NewParticipant, WebAppEntry } from '../world/command';
import { accountOf, defaultLegSettings } from '../world/participant';
import type { Activation, LobbyTerms, Participant } from '../world/participant';
import { chooseBridge } from './choose-bridge';
import type { Candidate, PlacementWish } from './choose-bridge';
import { logGuestCreated, logParticipantCreated } from './placement-log';

/** What placing people needs of the bridge it runs on. */
export interface PlacerParts {
  core: BridgeCore;
  links: PeerLinks;
  webBridges: WebBridgeLinks;
  tokens: GuestTokens;
}

export type PlaceOutcome = (Extract<Placed, { ok: true }> & { on: Candidate }) | { ok: false };

/** Puts somebody on the best bridge that has room; when it turns out not to be there, on the next best. */
export async function placeInGroup(parts: PlacerParts, placement: Placement, wish: PlacementWish): Promise<PlaceOutcome> {
  for (const candidate of await chooseBridge(parts.core, parts.links, placement.meeting, wish)) {
    const placed = await placeOn(parts, candidate, placement);
    if (placed?.ok) return { ...placed, on: candidate };
  }
  return { ok: false };
}

async function placeOn(parts: PlacerParts, candidate: Candidate, placement: Placement): Promise<Placed | null> {
  if (!candidate.local) return parts.links.ask(candidate.callBridge, 'place', placement);
  const { answer, afterwards } = await placeHere(parts, placement);
  // What follows the answer must not overtake the 200 of the request that asked for it.
  if (afterwards) setImmediate(afterwards);
  return answer;
}

/**
 * Step 5: makes the participant on this bridge: a guest with a new account, a user with the one they have, both with a
 * new JWT. What is to happen once
 * the asking bridge knows of it (steps 6 and 10, dialling) comes as `afterwards`.
 */
export async function placeHere(parts: PlacerParts, placement: Placement): Promise<LinkAnswer<'place'>> {
  const { core } = parts;
  const webApp = placement.kind === 'web-app' ? webAppEntry(core, placement.userJid) : null;
  const participant = newParticipant(core, placement, webApp);
  if (webApp && webApp.guest !== null) logGuestCreated(core, webApp.guest);
  const rules = meetingRulesOf(core.cluster, placement.meeting.coSpace);
  const into = { ...placement.meeting, id: core.ids.guid(), activeWhenEmpty: false, rules };
  const outcome = core.run({ do: 'add-participant', into, participant, webApp });
  const made = core.world.participants.get(participant.id);
  if (!outcome.ok || !made) return { answer: { ok: false } };
  logParticipantCreated(core, made);
  if (webApp) expireUnlessStarted(core, made.id);
  const jwt = webApp ? await signFor(parts, made, webApp) : null;
  return { answer: { ok: true, participant: made.id, jwt }, afterwards: () => proceed(parts, placement, made.id, jwt) };
}

function webAppEntry(core: BridgeCore, userJid: string | null): WebAppEntry {
  return {
    guest: userJid === null ? core.ids.guestUser() : null,
    token: core.ids.guid(),
    tokenExpiresAtMs: core.clock.now() + tokenLifetimeMs,
  };
}

function newParticipant(core: BridgeCore, placement: Placement, webApp: WebAppEntry | null): NewParticipant {
  const id = core.ids.guid();
  const { kind, name, userJid, direction, purpose } = placement;
  const guestUri = webApp && webApp.guest !== null ? `${webApp.guest}@${core.cluster.sipDomain}` : null;
  const uri = guestUri ?? userJid ?? placement.uri ?? '';
  return {
    ...defaultLegSettings,
    ...atTheDoor(core, placement),
    ...placement.settings,
    id,
    // A Microsoft client has a leg per medium, so its participant has an id of its own.
    leg: kind === 'microsoft' ? core.ids.guid() : id,
    kind,
    name,
    uri: uri.toLowerCase(),
    originalUri: (placement.originalUri ?? uri).toLowerCase(),
    userJid,
    direction,
    state: purpose.why === 'incoming' ? 'connected' : 'initial',
    speaking: false,
    presentingSince: null,
    movedFrom: purpose.why === 'move' ? purpose.from : null,
    sipCallId: kind === 'web-app' ? null : core.ids.guid(),
  };
}

/** How somebody stands to the lobby: what was wished, else what their way in says. */
function atTheDoor(
  { cluster }: BridgeCore,
  { entrance, lobby }: Placement,
): LobbyTerms & { isActivator: boolean; activation: Activation } {
  const { needsActivation, deactivationMode, deactivationModeTimeSeconds } = legRulesOf(cluster, entrance);
  const admitted = lobby.deactivated ? 'held' : 'admitted';
  return {
    isActivator: !(lobby.needsActivation ?? needsActivation),
    activation: lobby.deactivated === undefined ? 'active' : admitted,
    bypassesLock: lobby.bypassesLock ?? entrance.user !== null,
    deactivationMode,
    deactivationModeTimeSeconds,
  };
}

function signFor({ core, tokens }: PlacerParts, participant: Participant, { token, tokenExpiresAtMs }: WebAppEntry): Promise<string> {
  return tokens.sign({
    jti: token,
    sub: accountOf(participant),
    iss: core.name,
    callBridge: core.id,
    call: participant.call,
    participant: participant.id,
    iat: Math.floor(core.clock.now() / 1_000),
    exp: Math.floor(tokenExpiresAtMs / 1_000),
  });
}

/** Somebody whose browser never shows up, from its first join or after a move, does not stay for ever. */
function expireUnlessStarted(core: BridgeCore, participant: string): void {
  core.timers.after(core.tempo.clientTimeoutMs, () => {
    if (core.world.participants.get(participant)?.session === null) {
      core.run({ do: 'remove-participant', participant, reason: 'timeout' });
    }
  });
}

function proceed(parts: PlacerParts, placement: Placement, participant: string, jwt: string | null): void {
  const { purpose } = placement;
  if (purpose.why === 'dial') return dial(parts.core, participant);
  if (purpose.why !== 'move') return;
  if (jwt !== null) return sendForClient(parts, purpose, participant, jwt);
  void takeOver(parts, purpose, participant);
}

function dial(core: BridgeCore, participant: string): void {
  const number = core.world.participants.get(participant)?.logNumber;
  core.timers.after(core.tempo.dialDelayMs, () => {
    if (!core.run({ do: 'ring', participant }).ok) return;
    core.log.write(`call ${number}: SIP call ringing`);
    core.timers.after(core.tempo.dialDelayMs, () => void core.run({ do: 'connect', participant }));
  });
}

type MovePurpose = Extract<Placement['purpose'], { why: 'move' }>;

/** Step 6: tells the web bridge that serves the client to send it over. */
function sendForClient({ core, webBridges }: PlacerParts, move: MovePurpose, participant: string, jwt: string): void {
  const sent =
    move.webBridge !== null &&
    webBridges.send(move.webBridge, {
      type: 'move',
      participant: move.from.participant,
      newParticipant: participant,
      accessMethod: { numericId: move.space.numericId },
      jwt,
      space: { name: move.space.name },
    });
  if (!sent) core.log.write(`no C2W connection to the web bridge of participant ${move.from.participant}`, 'user', 'warning');
}

/** A SIP participant has no client to ask: its old bridge lets it go, and it is re-joined here. */
async function takeOver(parts: PlacerParts, move: MovePurpose, participant: string): Promise<void> {
  const { core } = parts;
  const ask: LinkRequests['release']['ask'] = { participant: move.from.participant };
  const answer = move.from.callBridge === core.id ? release(core, ask) : await parts.links.ask(move.from.callBridge, 'release', ask);
  if (!answer?.released) {
    core.run({ do: 'remove-participant', participant, reason: 'remoteTeardown' });
    return;
  }
  core.timers.after(core.tempo.mediaDelayMs, () => void core.run({ do: 'connect', participant }));
}

/** Step 10 at the old bridge of a SIP participant. */
export function release(core: BridgeCore, ask: LinkRequests['release']['ask']): LinkRequests['release']['answer'] {
  return { released: core.run({ do: 'remove-participant', participant: ask.participant, reason: 'callMoved' }).ok };
}
