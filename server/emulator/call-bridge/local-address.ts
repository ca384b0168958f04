import type { BridgeCore } from './bridge-core';
import type { Participant } from './world/participant';

/**
 * The address on the bridge's side of somebody's call leg: that of the space. Null without a space, and for the web
 * app, which calls no address. Source: `docs/cms-wire.md`, sections 2.5 and 5.
 */
export function localAddress({ world, cluster }: BridgeCore, { kind, call }: Participant): string | null {
  const coSpace = world.calls.get(call)?.coSpace ?? null;
  const space = coSpace === null || kind === 'web-app' ? undefined : cluster.coSpaces.get(coSpace);
  return space ? `${space.uri}@${cluster.sipDomain}` : null;
}
