import type { CallBridge } from '../call-bridge/call-bridge';
import { localParticipants, rosterEntry } from '../call-bridge/world/world';
import type { RunningCluster } from '../cluster/running-cluster';

/** What is where, in full, for whoever checks what a client shows against what is so. */
export function worldView(clusters: readonly RunningCluster[]) {
  return {
    callBridges: clusters.flatMap(({ configuration, callBridges }) =>
      callBridges.map((bridge) => ({ cluster: configuration.name, ...callBridgeView(bridge) })),
    ),
  };
}

function callBridgeView({ id, name, version, isDown, world }: CallBridge) {
  return {
    id,
    name,
    version,
    down: isDown,
    calls: [...world.calls.values()].map((call) => ({
      id: call.id,
      correlator: call.correlator,
      name: call.name,
      coSpace: call.coSpace,
      startedAt: new Date(call.startedAtMs).toISOString(),
      activeWhenEmpty: call.activeWhenEmpty,
      settings: call.settings,
      participants: localParticipants(world, call).map((participant) => ({
        ...rosterEntry(world, participant),
        leg: participant.leg,
        guest: participant.guest,
        session: participant.session,
      })),
      remoteParticipants: [...call.remote],
    })),
    remotes: [...world.remotes.values()].map(({ id: participant, home, call }) => ({ participant, home, call })),
    guests: [...world.guests.values()].map(({ user, name: guestName, participant }) => ({
      user,
      name: guestName,
      participant,
    })),
    tokens: [...world.tokens.values()].map(({ id: token, participant }) => ({ token, participant })),
  };
}
