import type { BridgeCore } from './bridge-core';
import type { Participant } from './world/participant';

/**
 * The address on the bridge's side of somebody's call leg: that of the space; null without one. Source:
 * `docs/cms-wire.md`, section 2.5.
 */
export function localAddress({ world, cluster }: BridgeCore, { call }: Participant): string | null {
  const coSpace = world.calls.get(call)?.coSpace ?? null;
  const space = coSpace === null ? undefined : cluster.coSpaces.get(coSpace);
  return space ? `${space.uri}@${cluster.sipDomain}` : null;
}
