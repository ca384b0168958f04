import type { Kind, KindEntry } from './kind';
import { callLegProfiles, callProfiles } from './meeting-profile-kinds';
import { callBridgeGroups, callBridges, webBridgeProfiles, webBridges } from './node-kinds';
import { accessMethods, coSpaces } from './space-kinds';
import { systemProfiles } from './system-kinds';

/** The table: every kind of object of the configuration database. A kind without a row does not compile. */
export const kinds: Readonly<Record<Kind, KindEntry>> = {
  coSpaces,
  accessMethods,
  callLegProfiles,
  callProfiles,
  callBridges,
  callBridgeGroups,
  webBridges,
  webBridgeProfiles,
  systemProfiles,
};

export const kindNames: readonly Kind[] = Object.keys(kinds).filter(isKind);

function isKind(name: string): name is Kind {
  return Object.hasOwn(kinds, name);
}
