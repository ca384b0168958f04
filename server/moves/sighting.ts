import type { Item, ItemFact, Present } from '@/lib/move/item';
import type { Participant } from '@/lib/meeting/participant';
import type { Inventory } from '@/server/inventory/inventory';
import type { Route } from '@/server/moves/order-store';

/**
 * What the bridges say right now about an item that was sent: facts of `left` and `joined`. Nothing is concluded from the
 * silence of a bridge that is away.
 */
export function factsSeen(item: Item, route: Route, inventory: Inventory, at: string): ItemFact[] {
  const facts: ItemFact[] = [];
  const newcomer = newcomerOf(item, inventory);
  if (newcomer && newcomer.state === 'connected' && !newcomer.inLobby) {
    facts.push({ fact: 'joined', at, newParticipant: newcomer.id, in: placeOf(newcomer, inventory) });
  }
  const oldIsGone = inventory.participant(item.participant) === null && isConnected(route.homeBridge, inventory);
  if (oldIsGone) facts.push({ fact: 'left', at });
  return facts;
}

/** Where the old and the new participant are at this moment, and whether all was seen that had to be. */
export function presentOf(item: Item, route: Route, inventory: Inventory): Present {
  const old = inventory.participant(item.participant);
  const newcomer = newcomerOf(item, inventory);
  return {
    sighted: (old !== null || isConnected(route.homeBridge, inventory)) && (newcomer !== null || isMissedSurely(item, route, inventory, old !== null)),
    old: old && placeOf(old, inventory),
    new: newcomer && {
      ...placeOf(newcomer, inventory),
      connected: newcomer.state === 'connected' && !newcomer.inLobby,
      inLobby: newcomer.inLobby,
    },
  };
}

/**
 * Who the item's participant has become: followed over later moves, whoever made them. Somebody else may have moved them at the same
 * moment: then it is whoever is connected, else whom this item's move has made.
 */
function newcomerOf({ participant, newParticipant }: Item, inventory: Inventory): Participant | null {
  const made = newParticipant === null ? null : latestOf(newParticipant, inventory);
  if (made?.state === 'connected') return made;
  const other = latestOf(participant, inventory);
  return other && other.id !== participant && (made === null || other.state === 'connected') ? other : made;
}

/** Somebody as they are after all moves of theirs, whoever made them; null if they are nowhere. A bridge may tell of moves in a circle. */
export function latestOf(participant: string, inventory: Inventory): Participant | null {
  const seen = new Set([participant]);
  let found = inventory.participant(participant);
  for (let next = inventory.successorOf(participant); next && !seen.has(next.id); next = inventory.successorOf(next.id)) {
    seen.add(next.id);
    found = next;
  }
  return found;
}

/**
 * Whether it is sure that there is no newcomer. Of somebody who is still in the source, a bridge that hosts the target knows: they did
 * not go. Somebody who is nowhere may be on any bridge of the cluster, and its peers forget who is there while they do not reach it.
 */
function isMissedSurely(item: Item, { targetCluster }: Route, inventory: Inventory, isStillThere: boolean): boolean {
  const target = inventory.meeting(item.to.meeting);
  if (isStillThere && target) return target.calls.some((call) => isConnected(call.callBridge, inventory));
  return isClusterSeen(targetCluster, inventory);
}

/** Whether every bridge of a cluster is connected, so that who is not seen is not there. */
export function isClusterSeen(cluster: string | null, inventory: Inventory): boolean {
  const bridges = [...inventory.picture.callBridges.values()].filter((bridge) => bridge.cluster.id === cluster);
  return bridges.length > 0 && bridges.every((bridge) => bridge.state === 'connected');
}

/** Whether Usher does not have the bridge any more that could tell what became of somebody, or none where they went. */
export function isOutOfReach({ homeBridge, targetCluster }: Route, { picture: { callBridges } }: Inventory): boolean {
  return !callBridges.has(homeBridge ?? '') || [...callBridges.values()].every(({ cluster }) => cluster.id !== targetCluster);
}

function isConnected(callBridge: string | null, inventory: Inventory): boolean {
  return callBridge !== null && inventory.picture.callBridges.get(callBridge)?.state === 'connected';
}

function placeOf(participant: Participant, inventory: Inventory): { meeting: string; name: string } {
  const meeting = inventory.meeting(participant.meeting);
  return { meeting: participant.meeting, name: meeting?.name ?? '' };
}
