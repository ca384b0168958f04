import type { Welcome } from '../listener';
import type { BridgeCore } from './bridge-core';

/** How the next connection to the API port is met: as an armed fault says, else properly. */
export function welcomeAt({ faults, name }: BridgeCore): Welcome {
  if (faults.take('port-closed', { callBridge: name })) return 'none';
  return faults.take('wrong-certificate', { callBridge: name }) ? 'strange' : 'proper';
}

/** Runs `cut` when such a fault is armed: who is connected must come anew to meet it. */
export function onUnwelcoming({ faults, name }: BridgeCore, cut: () => void): void {
  faults.onChange(() => {
    if (faults.isArmed('port-closed', { callBridge: name }) || faults.isArmed('wrong-certificate', { callBridge: name })) cut();
  });
}
