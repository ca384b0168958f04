import { faultCodes, faultTable } from '@/server/emulator/faults/fault-table';
import type { FaultRow, FaultScope } from '@/server/emulator/faults/fault-table';
import { askControl } from '../emulated-bridge';
import { bridgeNames, callsOf, peopleOf, pick, webBridgeNames } from './stage';
import type { Deed, Stage } from './stage';

async function targetOf(stage: Stage, scope: FaultScope, number: number): Promise<Record<string, unknown> | null> {
  switch (scope) {
    case 'everybody':
      return {};
    case 'participant':
      return { participant: pick(await peopleOf(stage), number)?.id };
    case 'call':
      return { call: pick(await callsOf(stage), number)?.id };
    case 'callBridge':
      return { callBridge: pick(bridgeNames, number) };
    case 'link':
      return { link: [pick(bridgeNames, number), pick([...bridgeNames, ...webBridgeNames], number + 1)] };
  }
}

/** A fault that stays armed keeps every answer of a port away, and with it all other deeds. */
const isOfPort = (fault: string): boolean => /^(request|answer|web-page|bridge-busy|credentials)/.test(fault);

/** Faults of moves and ports, networks that are pulled, and load. */
export const troubleDeeds = {
  'a fault is armed': async (stage, [which, whom, how]) => {
    const fault = pick(faultCodes, which) ?? 'client-silent';
    const { scopes }: FaultRow = faultTable[fault];
    const target = await targetOf(stage, pick(scopes, how) ?? 'everybody', whom);
    return askControl(stage.emulator, 'POST', '/faults', { fault, ...target, times: isOfPort(fault) || how % 2 === 0 ? 'once' : 'until-cleared' });
  },
  'all faults are cleared': ({ emulator }) => askControl(emulator, 'DELETE', '/faults'),
  'a network is pulled': ({ emulator }, [bridge]) => askControl(emulator, 'PUT', `/call-bridges/${pick(bridgeNames, bridge)}`, { down: true }),
  'a network is put back': ({ emulator }, [bridge]) => askControl(emulator, 'PUT', `/call-bridges/${pick(bridgeNames, bridge)}`, { down: false }),
  'a bridge gets busy': ({ emulator }, [bridge, load]) => askControl(emulator, 'PUT', `/call-bridges/${pick(bridgeNames, bridge)}`, { load: pick([null, 0, 60, 90], load) }),
} as const satisfies Record<string, Deed>;
