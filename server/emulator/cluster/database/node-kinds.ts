import type { KindEntry } from './kind';
import { boolean, oneOf, reference, text } from './parameter';

/** Source: `docs/cms-wire.md`, section 3, /callBridges. */
export const callBridges: KindEntry = {
  path: 'callBridges',
  collection: 'callBridges',
  entry: 'callBridge',
  missing: 'callBridgeDoesNotExist',
  writes: ['create', 'change', 'delete'],
  parameters: {
    name: text(200, { shown: 'list', needed: true, unique: 'duplicateCallBridgeName' }),
    address: text(255),
    sipDomain: text(255),
    callBridgeGroup: reference('callBridgeGroups', { since: '2.1' }),
    linkUrl: text(255, { hidden: true }),
  },
};

/** Source: `docs/cms-wire.md`, section 3, /callBridgeGroups. */
export const callBridgeGroups: KindEntry = {
  path: 'callBridgeGroups',
  collection: 'callBridgeGroups',
  entry: 'callBridgeGroup',
  missing: 'callBridgeGroupDoesNotExist',
  writes: ['create', 'change', 'delete'],
  filters: { filter: { contains: ['name'] } },
  since: '2.1',
  parameters: {
    name: text(200, { shown: 'list' }),
    loadBalancingEnabled: boolean({ default: 'false' }),
    loadBalanceLyncCalls: boolean({ default: 'false' }),
    loadBalanceOutgoingCalls: boolean({ default: 'false', since: '2.2' }),
    loadBalanceUserCalls: boolean({ default: 'true' }),
    loadBalanceIndirectCalls: boolean({ default: 'false' }),
  },
};

/** Source: `docs/cms-wire.md`, section 3, /webBridges. */
export const webBridges: KindEntry = {
  path: 'webBridges',
  collection: 'webBridges',
  entry: 'webBridge',
  missing: 'webBridgeDoesNotExist',
  writes: ['create', 'change', 'delete'],
  filters: { filter: { contains: ['url'] } },
  parameters: {
    url: text(255, { shown: 'list', needed: true }),
    tenant: reference('tenants'),
    tenantGroup: reference('tenantGroups'),
    callBridge: reference('callBridges', { since: '2.1' }),
    callBridgeGroup: reference('callBridgeGroups', { since: '2.1' }),
    webBridgeProfile: reference('webBridgeProfiles', { since: '3.0' }),
    name: text(200, { hidden: true }),
    c2wUrl: text(255, { hidden: true }),
    joinUrl: text(255, { hidden: true }),
  },
};

/** Source: `docs/cms-wire.md`, section 3, /webBridgeProfiles. */
export const webBridgeProfiles: KindEntry = {
  path: 'webBridgeProfiles',
  collection: 'webBridgeProfiles',
  entry: 'webBridgeProfile',
  missing: 'webBridgeProfileDoesNotExist',
  writes: ['create', 'change', 'delete'],
  filters: { usageFilter: { usage: true } },
  since: '3.0',
  parameters: {
    name: text(200, { shown: 'list' }),
    resourceArchive: text(255),
    allowPasscodes: boolean(),
    allowSecrets: boolean(),
    userPortalEnabled: boolean(),
    allowUnauthenticatedGuests: boolean(),
    resolveCoSpaceCallIds: boolean(),
    resolveLyncConferenceIds: boolean(),
    resolveCoSpaceUris: oneOf(['off', 'domainSuggestionDisabled', 'domainSuggestionEnabled']),
  },
};
