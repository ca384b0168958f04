import type { ClusterConfiguration } from './configuration';
import type { Values } from './database/database';

/** Whom a web bridge lets in, and how, as the profiles in force say. */
export interface WebBridgeRules {
  readonly allowPasscodes: boolean;
  readonly allowSecrets: boolean;
  /** Whether users can sign in. */
  readonly userPortalEnabled: boolean;
  readonly allowUnauthenticatedGuests: boolean;
  /** Whether guests find meetings by their number. */
  readonly resolveCoSpaceCallIds: boolean;
}

/** What holds where no profile says anything. */
const defaults: Values = {
  allowPasscodes: 'true',
  allowSecrets: 'true',
  userPortalEnabled: 'true',
  allowUnauthenticatedGuests: 'true',
  resolveCoSpaceCallIds: 'true',
};

/**
 * The settings that a web bridge follows: each is that of its own profile, else of its tenant's, else of the system's.
 * Source: `docs/cms-wire.md`, section 3, /webBridgeProfiles.
 */
export function effectiveWebBridgeProfile({ database }: ClusterConfiguration, webBridge: string): Values {
  const own = database.get('webBridges', webBridge);
  const holders = [database.get('systemProfiles', 'systemProfiles'), database.get('tenants', own?.values['tenant'] ?? ''), own];
  const profiles = holders.map((holder) => database.get('webBridgeProfiles', holder?.values['webBridgeProfile'] ?? '')?.values);
  return profiles.reduce<Values>((above, own) => ({ ...above, ...own }), defaults);
}

/** What the settings that a web bridge follows come to. */
export function webBridgeRulesOf(cluster: ClusterConfiguration, webBridge: string): WebBridgeRules {
  const values = effectiveWebBridgeProfile(cluster, webBridge);
  return {
    allowPasscodes: values['allowPasscodes'] === 'true',
    allowSecrets: values['allowSecrets'] === 'true',
    userPortalEnabled: values['userPortalEnabled'] === 'true',
    allowUnauthenticatedGuests: values['allowUnauthenticatedGuests'] === 'true',
    resolveCoSpaceCallIds: values['resolveCoSpaceCallIds'] === 'true',
  };
}

/**
 * Whether a web bridge knows the numbers of a space: one of a tenant those of that tenant's spaces; any other those of
 * tenants in its own tenant group, or without a group those of spaces that belong to no group either. Source:
 * `docs/cms-wire.md`, section 3, /webBridges.
 */
export function knowsNumbersOf({ database }: ClusterConfiguration, webBridge: string, coSpace: string): boolean {
  const { tenant, tenantGroup } = database.get('webBridges', webBridge)?.values ?? {};
  const owner = database.get('coSpaces', coSpace)?.values['tenant'];
  return tenant === undefined ? database.get('tenants', owner ?? '')?.values['tenantGroup'] === tenantGroup : owner === tenant;
}
