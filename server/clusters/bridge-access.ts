import { invalidField } from '@/lib/problem/problem';
import { readBridgeAddress, type BridgeAddress } from '@/server/bridge-client/bridge-address';
import type { BridgeAccess } from '@/server/bridge-client/bridge-transport';
import type { Trust } from '@/server/bridge-client/trust';
import type { StoredBridge } from '@/server/clusters/cluster-store';

/** How a stored bridge is reached. Its address was checked when it was stored. */
export function accessTo(bridge: { address: string; username: string; password: string; trust: Trust }): BridgeAccess {
  return { address: addressOf(bridge.address), username: bridge.username, password: bridge.password, trust: bridge.trust };
}

/** Throws `invalid` where it is none. */
export function addressOf(text: string): BridgeAddress {
  const read = readBridgeAddress(text);
  if (!read.ok) throw invalidField('address', read.reason);
  return read.address;
}

/** Whether the same bridge is reached, in the same way. */
export function isReachedTheSame(before: StoredBridge, after: StoredBridge): boolean {
  const reached = ({ address, username, password, trust }: StoredBridge) =>
    JSON.stringify([address, username, password, trust.kind, trust.value]);
  return reached(before) === reached(after);
}
