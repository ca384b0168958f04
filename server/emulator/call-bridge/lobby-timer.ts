import type { BridgeCore } from './bridge-core';
import { deactivationTimes } from './world/lobby-rules';

/** Once the last activator of a meeting has left, looks again whenever somebody's `deactivationModeTime` is over. */
export function followForLobby(core: BridgeCore): void {
  core.follow((facts) => {
    for (const fact of facts) {
      if (fact.is !== 'activators-noted' || fact.goneSinceMs === null) continue;
      const { id } = fact.call;
      const call = core.world.calls.get(id);
      for (const atMs of new Set(call ? deactivationTimes(core.world, call) : [])) {
        core.timers.after(atMs - core.clock.now(), () => void core.run({ do: 'settle', call: id }));
      }
    }
  });
}
