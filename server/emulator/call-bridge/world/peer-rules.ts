import type { LeaveReason } from './command';
import type { Fact } from './fact';
import { floorLost } from './participant-rules';
import type { RemoteParticipant, RosterEntry } from './participant';
import { decided } from './rule';
import type { Rules } from './rule';
import { withLaterSettings } from './setting-stamps';
import { remoteParticipants } from './world';
import type { Call, PeerInstance, World } from './world';

type Names = 'note-peer-instance' | 'forget-peer-instance' | 'note-remotes' | 'forget-remote' | 'forget-peer';

export const peerRules: Rules<Names> = {
  'note-peer-instance': (world, { peer, instance }) =>
    decided({ is: 'peer-instance-noted', peer, instance }, ...settingFacts(world, instance), ...adoptFacts(world, instance)),

  'forget-peer-instance': (world, { peer, correlator }) => decided(...forgetInstance(world, peer, correlator, 'callEnded')),

  'note-remotes': (world, { peer, correlator, entries, all }) => {
    const call = callByCorrelator(world, correlator);
    // Told late: our part of the meeting has ended meanwhile.
    if (!call) return decided();
    const facts: Fact[] = [];
    if (all) {
      const named = new Set(entries.map((entry) => entry.id));
      const gone = remoteParticipants(world, call).filter(({ id, home }) => home === peer && !named.has(id));
      facts.push(...gone.map((remote): Fact => ({ is: 'remote-forgotten', remote, reason: 'error' })));
    }
    for (const entry of entries) {
      if (world.participants.has(entry.id)) continue;
      const remote: RemoteParticipant = { ...entry, call: call.id, home: peer };
      const before = world.remotes.get(entry.id) ?? null;
      if (!same(before, remote)) facts.push({ is: 'remote-noted', before, remote });
    }
    const sinceMs = Math.max(0, ...entries.map((entry) => entry.presentingSince ?? 0));
    return decided(...facts, ...floorLost(world, call, sinceMs));
  },

  'forget-remote': (world, { peer, participant, reason }) => {
    const remote = world.remotes.get(participant);
    return remote?.home === peer ? decided({ is: 'remote-forgotten', remote, reason }) : decided();
  },

  'forget-peer': (world, { peer }) =>
    decided(...[...(world.peers.get(peer)?.keys() ?? [])].flatMap((correlator) => forgetInstance(world, peer, correlator, 'error'))),
};

function forgetInstance(world: World, peer: string, correlator: string, reason: LeaveReason): Fact[] {
  const call = callByCorrelator(world, correlator);
  const theirs = call ? remoteParticipants(world, call).filter(({ home }) => home === peer) : [];
  return [
    ...theirs.map((remote): Fact => ({ is: 'remote-forgotten', remote, reason })),
    { is: 'peer-instance-forgotten', peer, correlator },
  ];
}

/** What was set meanwhile on a peer's part of a meeting that we host too. */
function settingFacts(world: World, instance: PeerInstance): Fact[] {
  const before = callByCorrelator(world, instance.correlator);
  const call = before && withLaterSettings(before, instance);
  return before && call ? [{ is: 'call-changed', before, call }] : [];
}

/**
 * Two bridges that started a meeting in one space at the same moment end with one meeting: the smaller correlator
 * stays. Both sides see the other's announcement and decide alike. A correlator that is taken here is left where it is.
 */
function adoptFacts(world: World, instance: PeerInstance): Fact[] {
  const ours = instance.coSpace === null ? undefined : world.callsByCoSpace.get(instance.coSpace);
  const before = ours === undefined ? undefined : world.calls.get(ours);
  if (!before || before.correlator <= instance.correlator || world.callsByCorrelator.has(instance.correlator)) return [];
  const { correlator, startedAtMs, settings, settingStamps } = instance;
  return [{ is: 'call-changed', before, call: { ...before, correlator, startedAtMs, settings, settingStamps } }];
}

function callByCorrelator(world: World, correlator: string): Call | null {
  const id = world.callsByCorrelator.get(correlator);
  return id === undefined ? null : (world.calls.get(id) ?? null);
}

function same(before: RemoteParticipant | null, after: RosterEntry): boolean {
  return before !== null && JSON.stringify(before) === JSON.stringify(after);
}
