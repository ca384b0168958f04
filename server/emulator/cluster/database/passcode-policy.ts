import type { ConfigurationObject, Database } from './database';
import type { ConfigurationFailure } from './failure';

/**
 * Whether the passcode of a space or an access method is shorter than the nearest dial-in security profile wants it: its
 * own, its space's, its tenant's, the system's. None at all counts as the shortest. Source: `docs/cms-wire.md`, section
 * 1.3, passcodeTooShort.
 */
export function passcodeTooShort(database: Database, object: ConfigurationObject): ConfigurationFailure | null {
  const space = object.parent === null ? object : database.get('coSpaces', object.parent);
  const tenant = database.get('tenants', space?.values['tenant'] ?? '');
  const system = database.get('systemProfiles', 'systemProfiles');
  const named = [object, space, tenant, system].map((holder) => holder?.values['dialInSecurityProfile']).find((id) => id !== undefined);
  const least = Number(database.get('dialInSecurityProfiles', named ?? '')?.values['minPasscodeLength'] ?? 0);
  return (object.values['passcode'] ?? '').length < least ? 'passcodeTooShort' : null;
}
