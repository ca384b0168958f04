import type { KindEntry } from './kind';
import { address, integer, reference, text } from './parameter';

/** Users come from LDAP, so the API only reads them. Source: `docs/cms-wire.md`, sections 1.3 and 3, /users. */
export const users: KindEntry = {
  path: 'users',
  collection: 'users',
  entry: 'user',
  missing: 'userDoesNotExist',
  writes: [],
  pageCap: 20,
  filters: {
    filter: { contains: ['userJid', 'name', 'email'] },
    tenantFilter: { equals: 'tenant' },
    emailFilter: { contains: ['email'] },
    cdrTagFilter: { contains: ['cdrTag'] },
  },
  parameters: {
    userJid: address({ shown: 'list', indexed: true }),
    tenant: reference('tenants', { shown: 'list' }),
    name: text(200),
    email: text(255),
    authenticationId: text(255),
    userProfile: reference('userProfiles'),
    cdrTag: text(100),
  },
};

/** Source: `docs/cms-wire.md`, section 3, /tenants. */
export const tenants: KindEntry = {
  path: 'tenants',
  collection: 'tenants',
  entry: 'tenant',
  missing: 'tenantDoesNotExist',
  writes: ['create', 'change', 'delete'],
  filters: { filter: { contains: ['name'] }, callLegProfileFilter: { equals: 'callLegProfile' } },
  parameters: {
    name: text(200, { shown: 'list', needed: true }),
    tenantGroup: reference('tenantGroups', { shown: 'list' }),
    callLegProfile: reference('callLegProfiles'),
    callProfile: reference('callProfiles'),
    dtmfProfile: reference('dtmfProfiles'),
    ivrBrandingProfile: reference('ivrBrandingProfiles'),
    callBrandingProfile: reference('callBrandingProfiles'),
    dialInSecurityProfile: reference('dialInSecurityProfiles', { since: '3.0' }),
    webBridgeProfile: reference('webBridgeProfiles', { since: '3.0' }),
    participantLimit: integer(0, 4_294_967_295),
    userProfile: reference('userProfiles'),
  },
};

/** Holds tenants together and has nothing of its own. */
export const tenantGroups: KindEntry = {
  path: 'tenantGroups',
  collection: 'tenantGroups',
  entry: 'tenantGroup',
  missing: 'tenantGroupDoesNotExist',
  writes: ['create', 'change', 'delete'],
  parameters: {},
};
