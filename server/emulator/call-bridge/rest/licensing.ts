import { isAtLeast } from '../version';
import { notFound, xml } from './answer';
import type { Handlers } from './handler';
import { element, text } from './xml';

type Names = 'get-database' | 'get-licensing' | 'get-multiparty-licensing' | 'get-cluster-licensing';

/** Far away, and for every feature: clients stumble over one without. Source: `docs/cms-wire.md`, section 11.3. */
const expiry = '2100-Jan-01';

const features = [
  'callBridge', 'callBridgeNoEncryption', 'webBridge', 'turn', 'ldap', 'branding', 'recording', 'streaming', 'personal', 'shared',
];

const clusterFeatures = ['callBridge', 'callBridgeNoEncryption', 'customizations', 'recording'];

/** Source: `docs/cms-wire.md`, sections 3 and 11.3. */
export const licensingHandlers: Handlers<Names> = {
  // Attributes alone: a reader that folds attributes and elements together finds them, and stumbles over a name that is both.
  'get-database': ({ core }) => {
    const nodes = [...core.cluster.callBridges.values()].map(({ name }, index) =>
      element('node', { hostname: name, up: 'true', syncBehind: 0, master: String(index === 0) }),
    );
    if (nodes.length < 2) return xml(element('database', { clustered: 'disabled' }));
    const cluster = element('cluster', {}, text('totalNodes', nodes.length), text('nodeInUse', core.name), ...nodes);
    return xml(element('database', { clustered: 'enabled' }, cluster));
  },

  'get-licensing': () =>
    xml(
      element(
        'licensing',
        {},
        element(
          'features',
          {},
          ...features.map((feature) => element(feature, {}, text('status', 'activated'), text('expiry', expiry))),
          element('capacityUnits', {}, text('status', 'activated'), text('expiry', expiry), text('limit', 1_000)),
        ),
      ),
    ),

  'get-multiparty-licensing': ({ core }) => {
    const { participants, calls } = core.world;
    const weighted = calls.size.toFixed(3);
    return xml(
      element(
        'multipartyLicensing',
        {},
        text('timestamp', `${new Date(core.clock.now()).toISOString().slice(0, 19)}Z`),
        text('personalLicenseLimit', 0),
        text('sharedLicenseLimit', 1_000),
        text('capacityUnitLimit', 1_000),
        text('users', core.cluster.database.count('users')),
        text('personalLicenses', 0),
        text('participantsActive', participants.size),
        text('callsActive', calls.size),
        text('weightedCallsActive', weighted),
        text('callsWithoutPersonalLicense', calls.size),
        text('weightedCallsWithoutPersonalLicense', weighted),
        text('capacityUnitUsage', weighted),
        text('capacityUnitUsageWithoutPersonalLicense', weighted),
      ),
    );
  },

  'get-cluster-licensing': ({ core }) => {
    if (!isAtLeast(core.version, '3.0')) return notFound;
    const written = clusterFeatures.map((feature) => element(feature, {}, text('status', 'activated'), text('expiry', expiry)));
    return xml(element('clusterLicensing', {}, element('features', {}, ...written)));
  },
};
