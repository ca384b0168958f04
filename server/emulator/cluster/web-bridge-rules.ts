import type { ClusterConfiguration } from './configuration';

/**
 * Whom a web bridge lets in, and how, as its profile says. Source: `docs/cms-wire.md`, section 3, /webBridgeProfiles.
 */
export interface WebBridgeRules {
  readonly allowPasscodes: boolean;
  readonly allowSecrets: boolean;
  /** Whether users can sign in. */
  readonly userPortalEnabled: boolean;
  readonly allowUnauthenticatedGuests: boolean;
}

/** The rules of a web bridge: of its own profile, else of the system's. What neither says is allowed. */
export function webBridgeRulesOf({ database }: ClusterConfiguration, webBridge: string): WebBridgeRules {
  const own = database.get('webBridges', webBridge)?.values['webBridgeProfile'];
  const profile = own ?? database.get('systemProfiles', 'systemProfiles')?.values['webBridgeProfile'] ?? '';
  const values = database.get('webBridgeProfiles', profile)?.values ?? {};
  return {
    allowPasscodes: values['allowPasscodes'] !== 'false',
    allowSecrets: values['allowSecrets'] !== 'false',
    userPortalEnabled: values['userPortalEnabled'] !== 'false',
    allowUnauthenticatedGuests: values['allowUnauthenticatedGuests'] !== 'false',
  };
}
