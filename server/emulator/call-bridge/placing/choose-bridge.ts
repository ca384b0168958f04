import type { BridgeCore } from '../bridge-core';
import type { Placement, ReplaceAnswer } from '../link/link-message';
import type { PeerLinks } from '../link/peer-links';
import { callOf } from '../world/call-rules';
import { countPeople } from '../world/participant';
import { localParticipants, peerInstanceInSpace } from '../world/world';
import type { MeetingIdentity } from '../world/world';
import { fullLevel, loadLevelOf } from './load';
import { takeMoveFault } from './move-faults';

export interface Candidate extends ReplaceAnswer {
  readonly callBridge: string;
  readonly name: string;
  readonly local: boolean;
}

export interface Choice {
  /** Best first. */
  readonly withRoom: readonly Candidate[];
  /** Whom the meeting has on all bridges that host it. */
  readonly people: number;
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
  placement: Placement,
  wish: PlacementWish,
): Promise<Choice> {
  const { meeting } = placement;
  const { coSpace } = meeting;
  const correlator = correlatorKnown(core, meeting);
  const peers = links.peers().filter((peer) => isEligible(core, peer, wish) || isHost(core, peer, correlator));
  const answers = await Promise.all(
    peers.map(async (peer) => ({ peer, answer: await links.ask(peer, 'replace', { correlator, coSpace }) })),
  );
  const asked: Candidate[] = answers.flatMap(({ peer, answer }) =>
    answer ? [{ ...answer, callBridge: peer, name: core.cluster.callBridges.get(peer)?.name ?? peer, local: false }] : [],
  );
  asked.push({ ...replaceAnswer(core, meeting), callBridge: core.id, name: core.name, local: true });
  const isFull = takeMoveFault(core, 'no-capacity', placement);
  const eligible = asked.filter(({ callBridge }) => isEligible(core, callBridge, wish));
  const candidates = eligible.map((candidate) => (isFull ? { ...candidate, loadLevel: fullLevel } : candidate)).sort(byPreference);
  return {
    withRoom: candidates.filter((candidate) => candidate.loadLevel < fullLevel),
    people: asked.reduce((sum, { homed }) => sum + homed, 0),
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
  return { priority: 0, loadLevel: loadLevelOf(core), running: call !== null, homed };
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

/** Whether a peer hosts part of the meeting: its people count though it may not be chosen. */
function isHost(core: BridgeCore, peer: string, correlator: string): boolean {
  return core.world.peers.get(peer)?.has(correlator) === true;
}

function isEligible(core: BridgeCore, id: string, wish: PlacementWish): boolean {
  if (wish && 'callBridge' in wish) return id === wish.callBridge;
  const { callBridges, callBridgeGroups } = core.cluster;
  const group = wish ? wish.group : (callBridges.get(core.id)?.group ?? '');
  // A group that does not balance leaves everybody where they came in.
  if (!wish && !callBridgeGroups.get(group)?.loadBalancingEnabled) return id === core.id;
  return callBridges.get(id)?.group === group;
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
