import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Going, Rules } from '@/lib/move/consequence-rule';
import { placesLeft, targetDetails } from '@/lib/move/situation';

/** From this load on, in per cent, a bridge takes newcomers unwillingly. Source: docs/cms-wire.md, section 3, `existingConferenceLoadLimitBasisPoints`. */
const heavyLoad = 80;

/** What comes of the bridges that carry the target. */
export const bridgeRules: Rules<'capacity-tight' | 'bridge-may-change' | 'outcome-unprovable'> = {
  /** The last place is taken, or no bridge of the cluster has much room. */
  'capacity-tight': (going) => {
    const { person, all, situation } = going;
    if (!situation.target) return null;
    const places = placesLeft(situation);
    if (places !== null && all.indexOf(person) + 1 >= places) return {};
    const loads = peersOf(going).filter(({ state }) => state === 'connected').map(loadOf);
    if (loads.length > 0 && loads.every((load) => load !== null && load >= heavyLoad)) return {};
    const roomIsKnown = loads.some((load) => load !== null && load < heavyLoad);
    return roomIsKnown && targetDetails(situation).limit !== undefined ? null : 'unknown';
  },

  /** Step 4 of the move may choose any of them. */
  'bridge-may-change': (going) => (peersOf(going).length > 1 ? {} : null),

  /** Who arrives on a bridge that is not connected is not seen there. */
  'outcome-unprovable': (going) => (peersOf(going).some(({ state }) => state !== 'connected') ? {} : null),
};

/** All bridges of the target's cluster. */
function peersOf({ situation: { target, callBridges } }: Going): CallBridge[] {
  return target ? [...callBridges.values()].filter(({ cluster }) => cluster.id === target.cluster.id) : [];
}

/** More than 100 is the raw figure of a bridge that has no limit to compare it with. */
function loadOf({ load }: CallBridge): number | null {
  return load !== null && load <= 100 ? load : null;
}
