import type { BridgeCore } from './bridge-core';
import type { PeerLinks } from './link/peer-links';
import type { CallChanges } from './world/command';
import type { Call } from './world/world';

/** Sets what holds for a meeting, on every bridge that hosts it; only `activeWhenEmpty` is the instance's own. */
export function changeMeeting({ core, links }: { core: BridgeCore; links: PeerLinks }, call: Call, changes: CallChanges): void {
  const { activeWhenEmpty, ...shared } = changes;
  core.run({ do: 'change-call', call: call.id, changes });
  if (Object.keys(shared).length > 0) {
    links.tellAll({ type: 'meetingChanged', correlator: call.correlator, changes: shared });
  }
}
