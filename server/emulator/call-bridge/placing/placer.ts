import type { BridgeCore } from '../bridge-core';
import type { WebBridgeLinks } from '../c2w/web-bridge-links';
import type { GuestTokens } from '../guest-tokens';
import type { LinkRequests, Placed, PlaceRefusal, Placement } from '../link/link-message';
import type { LinkAnswer, PeerLinks } from '../link/peer-links';
import { meetingRulesOf } from '../../cluster/meeting-rules';
import type { Refusal, WebAppEntry } from '../world/command';
import { accountOf } from '../world/participant';
import type { Participant } from '../world/participant';
import { chooseBridge } from './choose-bridge';
import type { Candidate, PlacementWish } from './choose-bridge';
import { dial } from './dial';
import type { LoadLevels } from './load-levels';
import { newParticipant, webAppEntry } from './new-participant';
import { destinationOf, stageDirection, takeMoveFault, tokenOnItsWay } from './move-faults';
import { logGuestCreated, logGuestNotStored, logParticipantCreated, logSessionCreated } from './placement-log';

/** What placing people needs of the bridge it runs on. */
export interface PlacerParts {
  core: BridgeCore;
  links: PeerLinks;
  loads: LoadLevels;
  webBridges: WebBridgeLinks;
  tokens: GuestTokens;
}

export type PlaceOutcome = (Extract<Placed, { ok: true }> & { on: Candidate }) | { ok: false; refusal: PlaceRefusal };

/** Puts somebody on the best bridge that has room; when it turns out not to be there, on the next best. */
export async function placeInGroup(parts: PlacerParts, placement: Placement, wish: PlacementWish): Promise<PlaceOutcome> {
  const { withRoom, people, log } = await chooseBridge(parts, placement, wish);
  const [best] = withRoom;
  if (!best?.local) log();
  for (const candidate of withRoom) {
    const elsewhere = people - candidate.homed;
    const placed = await placeOn(parts, candidate, { ...placement, elsewhere }, candidate === best ? log : () => undefined);
    if (placed?.ok) return { ...placed, on: candidate };
    // It was there and would not: the next one would not either.
    if (placed) return placed;
  }
  return { ok: false, refusal: 'no-capacity' };
}

async function placeOn(parts: PlacerParts, candidate: Candidate, placement: Placement, logChoice: () => void): Promise<Placed | null> {
  if (!candidate.local) return parts.links.ask(candidate.callBridge, 'place', placement);
  const { answer, afterwards } = await placeHere(parts, placement, logChoice);
  // What follows the answer must not overtake the 200 of the request that asked for it.
  if (afterwards) setImmediate(afterwards);
  return answer;
}

/**
 * Step 5: makes the participant on this bridge: a guest with a new account, a user with the one they have, both with a
 * new JWT. What is to happen once the asking bridge knows of it (steps 6 and 10, dialling) comes as `afterwards`. The
 * product logs a guest's account before the choice of the bridge that it is made on, hence `logChoice`.
 */
export async function placeHere(parts: PlacerParts, asked: Placement, logChoice?: () => void): Promise<LinkAnswer<'place'>> {
  const { core } = parts;
  const placement = destinationOf(core, asked);
  const webApp = placement.kind === 'web-app' ? webAppEntry(core, placement) : null;
  if (webApp && webApp.guest !== null && takeMoveFault(core, 'guest-account-not-stored', placement)) {
    logGuestNotStored(core);
    logChoice?.();
    return { answer: { ok: false, refusal: 'guest-account-not-stored' } };
  }
  const participant = newParticipant(core, placement, webApp);
  const rules = meetingRulesOf(core.cluster, placement.meeting.coSpace);
  const into = { ...placement.meeting, id: core.ids.guid(), activeWhenEmpty: false, rules };
  const { elsewhere = 0, settings } = placement;
  const outcome = core.run({ do: 'add-participant', into, participant, elsewhere, isMuteSaid: settings.rxAudioMute !== undefined, webApp });
  const made = core.world.participants.get(participant.id);
  if (made && webApp && webApp.guest !== null) logGuestCreated(core, webApp.guest);
  logChoice?.();
  if (!outcome.ok || !made) return { answer: { ok: false, refusal: placeRefusal(outcome.ok ? null : outcome.refusal) } };
  if (made.movedFrom) core.faults.follow(made.movedFrom.participant, made.id);
  logParticipantCreated(core, made);
  if (webApp) expireUnlessStarted(core, made.id);
  const jwt = webApp ? await signFor(parts, made, webApp) : null;
  return { answer: { ok: true, participant: made.id, jwt }, afterwards: () => proceed(parts, placement, made.id, jwt) };
}

function placeRefusal(refusal: Refusal | null): PlaceRefusal {
  switch (refusal) {
    case 'participant-limit':
    case 'tenant-participant-limit':
    case 'encryption-required':
      return refusal;
    default:
      return 'no-capacity';
  }
}

function signFor({ core, tokens }: PlacerParts, participant: Participant, { token, tokenExpiresAtMs }: WebAppEntry): Promise<string> {
  return tokens.sign({
    aud: 'call',
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
  const made = parts.core.world.participants.get(participant);
  if (jwt !== null && made) logSessionCreated(parts.core, accountOf(made));
  if (purpose.why === 'dial') return dial(parts.core, participant);
  if (purpose.why !== 'move') return;
  if (jwt !== null) return sendForClient(parts, placement, purpose, participant, jwt);
  void takeOver(parts, purpose, participant);
}

type MovePurpose = Extract<Placement['purpose'], { why: 'move' }>;

/** Step 6: tells the web bridge that serves the client to send it over. */
function sendForClient({ core, webBridges }: PlacerParts, placement: Placement, move: MovePurpose, participant: string, jwt: string): void {
  const webBridge = core.cluster.webBridges.get(move.webBridge ?? '')?.name;
  const sent =
    move.webBridge !== null &&
    !takeMoveFault(core, 'web-bridge-unreachable', placement, webBridge) &&
    webBridges.send(move.webBridge, {
      type: 'move',
      participant: move.from.participant,
      newParticipant: participant,
      accessMethod: { numericId: move.space.numericId },
      jwt: tokenOnItsWay(core, placement, jwt),
      space: { name: move.space.name },
      ...stageDirection(core, placement),
    });
  if (!sent) core.log.write(`no C2W connection to the web bridge of participant ${move.from.participant}`, 'user', 'warning');
}

/**
 * A SIP participant has no client to ask: its old bridge lets it go, and it is re-joined here. A device that presents
 * probably goes on, with the floor of its new meeting. Source: `docs/cms-wire.md`, section 6.3.
 */
async function takeOver(parts: PlacerParts, move: MovePurpose, participant: string): Promise<void> {
  const { core } = parts;
  const ask: LinkRequests['release']['ask'] = { participant: move.from.participant };
  const answer = move.from.callBridge === core.id ? release(core, ask) : await parts.links.ask(move.from.callBridge, 'release', ask);
  if (!answer?.released) {
    core.run({ do: 'remove-participant', participant, reason: 'remoteTeardown' });
    return;
  }
  core.timers.after(core.tempo.mediaDelayMs, () => {
    core.run({ do: 'connect', participant });
    if (answer.presented) core.run({ do: 'present', participant, presenting: true });
  });
}

/** Step 10 at the old bridge of a SIP participant. */
export function release(core: BridgeCore, ask: LinkRequests['release']['ask']): LinkRequests['release']['answer'] {
  const { participant } = ask;
  const presented = (core.world.participants.get(participant)?.presentingSince ?? null) !== null;
  return { released: core.run({ do: 'remove-participant', participant, reason: 'callMoved' }).ok, presented };
}
