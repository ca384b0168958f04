import type { Kind, KindEntry } from './kind';
import { tenantGroups, tenants, users } from './directory-kinds';
import { callLegProfiles, callProfiles } from './meeting-profile-kinds';
import { callBridgeGroups, callBridges, webBridgeProfiles, webBridges } from './node-kinds';
import {
  callBrandingProfiles,
  compatibilityProfiles,
  dialInSecurityProfiles,
  dtmfProfiles,
  ivrBrandingProfiles,
  userProfiles,
} from './plain-profile-kinds';
import { accessMethods, coSpaceUsers, coSpaces } from './space-kinds';
import { clusterSettings, systemProfiles } from './system-kinds';

/** The table: every kind of object of the configuration database. A kind without a row does not compile. */
export const kinds: Readonly<Record<Kind, KindEntry>> = {
  coSpaces,
  accessMethods,
  coSpaceUsers,
  callLegProfiles,
  callProfiles,
  compatibilityProfiles,
  dtmfProfiles,
  userProfiles,
  callBrandingProfiles,
  ivrBrandingProfiles,
  dialInSecurityProfiles,
  users,
  tenants,
  tenantGroups,
  callBridges,
  callBridgeGroups,
  webBridges,
  webBridgeProfiles,
  systemProfiles,
  clusterSettings,
};

export const kindNames: readonly Kind[] = Object.keys(kinds).filter(isKind);

function isKind(name: string): name is Kind {
  return Object.hasOwn(kinds, name);
}
