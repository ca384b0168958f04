import type { BridgeCore } from '../bridge-core';
import type { ReplaceAnswer } from '../link/link-message';
import type { PeerLinks } from '../link/peer-links';
import { callOf } from '../world/call-rules';
import { countPeople } from '../world/participant';
import { everybodyIn, localParticipants, peerInstanceInSpace } from '../world/world';
import type { MeetingIdentity } from '../world/world';
import { fullLevel, loadLevel, loadPercent } from './load';

export interface Candidate extends ReplaceAnswer {
  readonly callBridge: string;
  readonly name: string;
  readonly local: boolean;
}

export interface Choice {
  /** Best first. */
  readonly withRoom: readonly Candidate[];
  /** Writes down who answered and who was chosen. */
  log(): void;
}

/** Which bridges may be chosen. Without a wish: those of the asking bridge's group. */
export type PlacementWish = { callBridge: string } | { group: string } | null;

/**
 * Step 4 of a move, and the same for every other newcomer: asks the bridges that may be chosen how loaded they are.
 * Nothing is logged before `log` of the answer is called.
 */
export async function chooseBridge(
  core: BridgeCore,
  links: PeerLinks,
  meeting: MeetingIdentity,
  wish: PlacementWish,
): Promise<Choice> {
  const { coSpace } = meeting;
  const correlator = correlatorKnown(core, meeting);
  const peers = links.peers().filter((peer) => isEligible(core, peer, wish));
  const answers = await Promise.all(
    peers.map(async (peer) => ({ peer, answer: await links.ask(peer, 'replace', { correlator, coSpace }) })),
  );
  const candidates: Candidate[] = answers.flatMap(({ peer, answer }) =>
    answer ? [{ ...answer, callBridge: peer, name: core.cluster.callBridges.get(peer)?.name ?? peer, local: false }] : [],
  );
  if (isEligible(core, core.id, wish)) {
    candidates.push({ ...replaceAnswer(core, meeting), callBridge: core.id, name: core.name, local: true });
  }
  candidates.sort(byPreference);
  return {
    withRoom: candidates.filter((candidate) => candidate.loadLevel < fullLevel),
    log: () => logChoice(core, correlator, candidates),
  };
}

/** The meeting's own correlator where it runs already: a caller brings one of their own in case it does not. */
function correlatorKnown({ world }: BridgeCore, meeting: MeetingIdentity): string {
  const peers = meeting.coSpace === null ? null : peerInstanceInSpace(world, meeting.coSpace);
  return callOf(world, meeting)?.correlator ?? peers?.correlator ?? meeting.correlator;
}

/** What this bridge says of itself when it is asked. */
export function replaceAnswer(core: BridgeCore, meeting: Pick<MeetingIdentity, 'correlator' | 'coSpace'>): ReplaceAnswer {
  const call = callOf(core.world, meeting);
  const homed = call ? countPeople(localParticipants(core.world, call)) : 0;
  return { priority: 0, loadLevel: loadLevel(loadPercent(core)), running: call !== null, homed };
}

/**
 * People of the meeting who are homed on other bridges than the chosen one: as these say, or as this bridge sees if it
 * hosts the meeting, and so knows of bridges too that were not asked.
 */
export function peopleElsewhere(
  core: BridgeCore,
  meeting: Pick<MeetingIdentity, 'correlator' | 'coSpace'>,
  candidates: readonly Candidate[],
  chosen: Candidate,
): number {
  const told = candidates.filter((candidate) => candidate !== chosen).reduce((sum, { homed }) => sum + homed, 0);
  const call = callOf(core.world, meeting);
  const seen = call ? countPeople(everybodyIn(core.world, call)) - chosen.homed : 0;
  return Math.max(told, seen);
}

/** Least loaded first; among those a bridge on which the meeting runs, then this one, then by name. */
export function byPreference(a: Candidate, b: Candidate): number {
  return (
    a.priority - b.priority ||
    a.loadLevel - b.loadLevel ||
    Number(b.running) - Number(a.running) ||
    Number(b.local) - Number(a.local) ||
    a.name.localeCompare(b.name)
  );
}

function isEligible(core: BridgeCore, id: string, wish: PlacementWish): boolean {
  if (wish && 'callBridge' in wish) return id === wish.callBridge;
  const group = wish ? wish.group : (core.cluster.callBridges.get(core.id)?.group ?? null);
  if (group === null) return id === core.id;
  return core.cluster.callBridges.get(id)?.group === group;
}

function logChoice(core: BridgeCore, correlator: string, candidates: readonly Candidate[]): void {
  const query = `replace query for conference ${correlator}`;
  const values = ({ priority, loadLevel: level, running }: Candidate): string =>
    `(priority: ${priority}, load level: ${level}, conference is running: ${Number(running)})`;
  for (const candidate of candidates) core.log.write(`${query}: response from '${candidate.name}' ${values(candidate)}`);
  const best = candidates[0];
  if (!best || best.loadLevel >= fullLevel) return core.log.write(`${query}: no server with capacity`, 'user', 'warning');
  core.log.write(`${query}: using ${best.local ? 'local' : 'remote'} server '${best.name}' ${values(best)}`);
}
