import type { BridgeCore } from '../bridge-core';

/** People that one bridge carries at full load. Source: CMS deployment figures of 2019, 450 on one bridge. */
const peopleAtFullLoad = 450;

/** Media load in per cent, 0 to 100: what the control port set, else what the people homed here cause. */
export function loadPercent(core: BridgeCore): number {
  return core.load.forcedPercent ?? Math.min(100, Math.floor((core.world.participants.size / peopleAtFullLoad) * 100));
}

/**
 * 0: takes new meetings; 1: takes people for meetings that run here; 2: only when nobody has less; 3: full. The steps
 * are the product's defaults. Source: CMS API guide, `newConferenceLoadLimitBasisPoints` 5000 and
 * `existingConferenceLoadLimitBasisPoints` 8000.
 */
export function loadLevel(percent: number): number {
  if (percent >= 100) return fullLevel;
  if (percent >= 80) return 2;
  return percent >= 50 ? 1 : 0;
}

export const fullLevel = 3;
