import type { BridgeCore } from '../bridge-core';
import { countPeople } from '../world/participant';

/** People that one bridge carries at full load where it has no `loadLimit`. Source: CMS deployment figures of 2019. */
const peopleAtFullLoad = 450;

/** What one person adds to the load, in the unit of `loadLimit`: the 96000 advised for a CMS 1000 are 96 calls in HD. */
const loadOfOnePerson = 1_000;

/** From which part of its load limit on a bridge would rather not have somebody, in basis points: 10,000 are the whole. */
export interface LoadLimits {
  /** Somebody whose meeting does not run there. */
  readonly newConference: number;
  /** Somebody whose meeting does. */
  readonly existingConference: number;
}

/** Media load in per cent of the limit, 0 to 100: what the control port set, else what the people homed here cause. */
export function loadPercent(core: BridgeCore): number {
  // A limit of 0 is none.
  const most = Number(settingsOf(core)['loadLimit'] ?? 0) / loadOfOnePerson || peopleAtFullLoad;
  return core.load.forcedPercent ?? Math.min(100, Math.floor((core.world.participants.size / most) * 100));
}

/** How much this bridge would rather not have one more, from its load, its people and what its settings allow. */
export function loadLevelOf(core: BridgeCore): number {
  const settings = settingsOf(core);
  const limit = settings['participantLimit'];
  if (limit !== undefined && countPeople([...core.world.participants.values()]) >= Number(limit)) return fullLevel;
  return loadLevel(loadPercent(core), {
    newConference: Number(settings['newConferenceLoadLimitBasisPoints']),
    existingConference: Number(settings['existingConferenceLoadLimitBasisPoints']),
  });
}

/**
 * 0: takes new meetings; 1: takes people for meetings that run here; 2: only when nobody has less; 3: full. Source:
 * `docs/cms-wire.md`, section 3, /system/configuration/cluster.
 */
export function loadLevel(percent: number, { newConference, existingConference }: LoadLimits): number {
  if (percent >= 100) return fullLevel;
  if (percent * 100 >= existingConference) return 2;
  return percent * 100 >= newConference ? 1 : 0;
}

export const fullLevel = 3;

/** Source: `docs/cms-wire.md`, section 3, /system/configuration/cluster. */
function settingsOf({ cluster, id }: BridgeCore): Readonly<Record<string, string>> {
  return cluster.database.get('clusterSettings', id)?.values ?? {};
}
