import type { BridgeCore } from '../bridge-core';
import { meetingRulesOf } from '../../cluster/meeting-rules';
import type { Placement } from '../link/link-message';
import type { PeerLinks } from '../link/peer-links';
import { callOf } from '../world/call-rules';
import { countPeople } from '../world/participant';
import { localParticipants, peerInstanceInSpace } from '../world/world';
import type { MeetingIdentity } from '../world/world';
import { fullLevel, loadLevelOf } from './load';
import type { LoadLevels } from './load-levels';
import { takeMoveFault } from './move-faults';

export interface Candidate {
  readonly callBridge: string;
  readonly name: string;
  readonly local: boolean;
  readonly priority: number;
  readonly loadLevel: number;
  /** Whether the meeting runs there. */
  readonly running: boolean;
  /** People of the meeting who are homed there; 0 of all where the meeting has no limit. */
  readonly homed: number;
}

export interface Choice {
  /** Best first. */
  readonly withRoom: readonly Candidate[];
  /** Whom the meeting has on all bridges that host it; 0 where it has no limit. */
  readonly people: number;
  /** Writes down who answered and who was chosen. */
  log(): void;
}

/** Which bridges may be chosen. Without a wish: those of the asking bridge's group. */
export type PlacementWish = { callBridge: string } | { group: string } | null;

/** What choosing takes of the bridge that it runs on. */
interface Parts {
  readonly core: BridgeCore;
  readonly links: PeerLinks;
  readonly loads: LoadLevels;
}

/**
 * Step 4 of a move, and the same for every other newcomer: compares the bridges that may be chosen by how loaded they
 * are. Nothing is logged before `log` of the answer is called.
 */
export async function chooseBridge(parts: Parts, placement: Placement, wish: PlacementWish): Promise<Choice> {
  const { core, links, loads } = parts;
  const { meeting } = placement;
  const correlator = correlatorKnown(core, meeting);
  const homed = await headcounts(parts, meeting, correlator);
  const candidates = [...links.peers(), core.id].filter((id) => isEligible(core, id, wish)).map((id): Candidate => {
    const local = id === core.id;
    return {
      callBridge: id,
      name: core.cluster.callBridges.get(id)?.name ?? id,
      local,
      priority: 0,
      loadLevel: local ? loadLevelOf(core) : loads.of(id),
      running: local ? callOf(core.world, meeting) !== null : isHost(core, id, correlator),
      homed: homed.get(id) ?? 0,
    };
  });
  const isFull = takeMoveFault(core, 'no-capacity', placement);
  const ranked = candidates.map((one) => (isFull ? { ...one, loadLevel: fullLevel } : one)).sort(byPreference);
  return {
    withRoom: ranked.filter((candidate) => candidate.loadLevel < fullLevel),
    people: [...homed.values()].reduce((sum, count) => sum + count, 0),
    log: () => logChoice(core, correlator, ranked),
  };
}

/**
 * How many people of a meeting each bridge has. It matters only where the meeting has a limit, and then its hosts are
 * asked: of somebody who has just come in there, the roster here may not know yet.
 */
async function headcounts({ core, links }: Parts, meeting: MeetingIdentity, correlator: string): Promise<ReadonlyMap<string, number>> {
  const { coSpace } = meeting;
  if (meetingRulesOf(core.cluster, coSpace).participantLimit === null) return new Map();
  const hosts = links.peers().filter((peer) => isHost(core, peer, correlator));
  const answers = await Promise.all(hosts.map(async (peer) => [peer, (await links.ask(peer, 'headcount', { correlator, coSpace })) ?? 0] as const));
  return new Map([...answers, [core.id, headcount(core, meeting)]]);
}

/** The meeting's own correlator where it runs already: a caller brings one of their own in case it does not. */
function correlatorKnown({ world }: BridgeCore, meeting: MeetingIdentity): string {
  const ours = callOf(world, meeting);
  if (ours) return ours.correlator;
  const theirs = meeting.coSpace === null ? null : peerInstanceInSpace(world, meeting.coSpace);
  return theirs?.correlator ?? meeting.correlator;
}

/** People of a meeting who are homed at this bridge. */
export function headcount(core: BridgeCore, meeting: Pick<MeetingIdentity, 'correlator' | 'coSpace'>): number {
  const call = callOf(core.world, meeting);
  return call ? countPeople(localParticipants(core.world, call)) : 0;
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

/** Whether a peer hosts part of the meeting. */
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
