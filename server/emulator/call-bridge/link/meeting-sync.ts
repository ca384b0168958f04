import type { BridgeCore } from '../bridge-core';
import type { Fact } from '../world/fact';
import { localParticipants, peersHosting, rosterEntry } from '../world/world';
import type { Call, PeerInstance } from '../world/world';
import type { PeerLinks } from './peer-links';

/**
 * Keeps the parts of one meeting alike on all bridges that host it. A bridge tells every peer which meetings it hosts,
 * and those that host the same one who is homed here; so the cost of a change grows with the bridges of that meeting,
 * not with the cluster.
 */
export function followForPeers(core: BridgeCore, links: () => PeerLinks): void {
  core.follow((facts) => {
    for (const fact of facts) publish(core, links(), fact);
  });
}

/** Tells a peer whose link has just come up what is live here. */
export function greetPeer(core: BridgeCore, links: PeerLinks, peer: string): void {
  for (const call of core.world.calls.values()) links.tell(peer, { type: 'instance', instance: instanceOf(call) });
}

/** Sends everybody homed here to a peer that hosts part of the same meeting. */
export function sendRoster(core: BridgeCore, links: PeerLinks, peer: string, correlator: string): void {
  const id = core.world.callsByCorrelator.get(correlator);
  const call = id === undefined ? undefined : core.world.calls.get(id);
  if (!call) return;
  const entries = localParticipants(core.world, call).map((participant) => rosterEntry(core.world, participant));
  links.tell(peer, { type: 'roster', correlator, entries, all: true });
}

function publish(core: BridgeCore, links: PeerLinks, fact: Fact): void {
  switch (fact.is) {
    case 'call-started':
      return links.tellAll({ type: 'instance', instance: instanceOf(fact.call) });
    case 'call-changed':
      return publishChange(core, links, fact.before, fact.call);
    case 'call-ended':
      return links.tellAll({ type: 'instanceGone', correlator: fact.call.correlator });
    case 'participant-added':
    case 'participant-changed': {
      const entry = rosterEntry(core.world, fact.participant);
      return tellHosts(core, links, fact.correlator, { type: 'roster', correlator: fact.correlator, entries: [entry], all: false });
    }
    case 'participant-removed':
      return tellHosts(core, links, fact.correlator, { type: 'rosterRemove', participant: fact.participant.id, reason: fact.reason });
    default:
      return;
  }
}

function publishChange(core: BridgeCore, links: PeerLinks, before: Call, call: Call): void {
  const moved = before.correlator !== call.correlator;
  if (moved) links.tellAll({ type: 'instanceGone', correlator: before.correlator });
  links.tellAll({ type: 'instance', instance: instanceOf(call) });
  if (moved) for (const peer of peersHosting(core.world, call.correlator)) sendRoster(core, links, peer, call.correlator);
}

function tellHosts(core: BridgeCore, links: PeerLinks, correlator: string, message: Parameters<PeerLinks['tell']>[1]): void {
  for (const peer of peersHosting(core.world, correlator)) links.tell(peer, message);
}

function instanceOf({ correlator, coSpace, name, startedAtMs, settings, settingStamps }: Call): PeerInstance {
  return { correlator, coSpace, name, startedAtMs, settings, settingStamps };
}
