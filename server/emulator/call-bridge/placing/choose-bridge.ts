import type { BridgeCore } from '../bridge-core';
import type { ReplaceAnswer } from '../link/link-message';
import type { PeerLinks } from '../link/peer-links';
import { callOf } from '../world/call-rules';
import type { MeetingIdentity } from '../world/world';
import { fullLevel, loadLevel, loadPercent } from './load';

export interface Candidate extends ReplaceAnswer {
  readonly callBridge: string;
  readonly name: string;
  readonly local: boolean;
}

/** Which bridges may be chosen. Without a wish: those of the asking bridge's group. */
export type PlacementWish = { callBridge: string } | { group: string } | null;

/**
 * Step 4 of a move, and the same for every other newcomer: asks the bridges that may be chosen how loaded they are.
 * @returns those that have room, best first.
 */
export async function chooseBridge(
  core: BridgeCore,
  links: PeerLinks,
  meeting: MeetingIdentity,
  wish: PlacementWish,
): Promise<Candidate[]> {
  const { correlator, coSpace } = meeting;
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
  logChoice(core, correlator, candidates);
  return candidates.filter((candidate) => candidate.loadLevel < fullLevel);
}

/** What this bridge says of itself when it is asked. */
export function replaceAnswer(core: BridgeCore, meeting: Pick<MeetingIdentity, 'correlator' | 'coSpace'>): ReplaceAnswer {
  return { priority: 0, loadLevel: loadLevel(loadPercent(core)), running: callOf(core.world, meeting) !== null };
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
