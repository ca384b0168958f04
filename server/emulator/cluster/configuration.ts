import type { ConfigurationObject, Database } from './database/database';
import { view } from './database/view';
import type { View } from './database/view';
import { waysIn } from './database/ways-in';
import type { User } from './users';

/**
 * What one cluster is, and its configuration database. On the product that is a replicated database which every Call
 * Bridge of the cluster reads, so here the nodes of a cluster share this one object. Live calls and participants are
 * never in it. `coSpaces`, `callBridges` and the other views read the database as it is at that moment.
 */
export interface ClusterConfiguration {
  readonly id: string;
  readonly name: string;
  readonly sipDomain: string;
  /** The one API account of every bridge. */
  readonly account: { readonly user: string; readonly password: string };
  /** What a Call Bridge shows a peer when it opens a link. Random for each start. */
  readonly linkSecret: string;
  /** What a Call Bridge shows a web bridge when it opens C2W. Random for each start. */
  readonly c2wSecret: string;
  readonly database: Database;
  readonly coSpaces: View<CoSpace>;
  readonly accessMethods: View<AccessMethod>;
  readonly callBridges: View<CallBridgeEntry>;
  readonly callBridgeGroups: View<CallBridgeGroup>;
  readonly webBridges: View<WebBridgeEntry>;
  readonly users: View<User>;
  /** Of the users, by JID. In the product LDAP knows them, and the database does not. */
  readonly passwords: ReadonlyMap<string, string>;
}

export interface CoSpace {
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  /** Empty if it cannot be joined by number. */
  readonly callId: string;
  readonly passcode: string | null;
  readonly secret: string;
}

export interface AccessMethod extends CoSpace {
  /** Id of the space that it is a way into. */
  readonly coSpace: string;
}

export interface CallBridgeEntry {
  readonly id: string;
  readonly name: string;
  /** Where its peers open links; null if it is none of this cluster's nodes. */
  readonly linkUrl: string | null;
  readonly group: string | null;
}

export interface CallBridgeGroup {
  readonly id: string;
  readonly name: string;
  /** Whether newcomers go to the best bridge of the group, and not just to the one they came to. */
  readonly loadBalancingEnabled: boolean;
  /** Whether the API may ask the group to call somebody. */
  readonly loadBalancesOutgoingCalls: boolean;
}

export interface WebBridgeEntry {
  readonly id: string;
  readonly name: string;
  /** Where Call Bridges open C2W; null if it is none of this cluster's nodes. */
  readonly c2wUrl: string | null;
}

/** A way into a space: the space's own numeric id or one of its access methods. */
export interface WayIn {
  readonly coSpace: CoSpace;
  /** Id of the access method; null for the space's own numeric id. */
  readonly accessMethod: string | null;
  readonly numericId: string;
  readonly passcode: string | null;
}

type Views = Pick<ClusterConfiguration, 'database' | 'coSpaces' | 'accessMethods' | 'callBridges' | 'callBridgeGroups' | 'webBridges' | 'users'>;

/** What the other parts read of a database, in their own words. */
export function viewsOf(database: Database): Views {
  return {
    database,
    coSpaces: view(database, 'coSpaces', readCoSpace),
    accessMethods: view(database, 'accessMethods', (object) => ({ ...readCoSpace(object), coSpace: object.parent ?? '' })),
    callBridges: view(database, 'callBridges', ({ id, values: { name = '', linkUrl = null, callBridgeGroup = null } }) => ({ id, name, linkUrl, group: callBridgeGroup })),
    callBridgeGroups: view(database, 'callBridgeGroups', ({ id, values: { name = '', loadBalancingEnabled, loadBalanceOutgoingCalls } }) => ({
      id,
      name,
      loadBalancingEnabled: loadBalancingEnabled === 'true',
      loadBalancesOutgoingCalls: loadBalanceOutgoingCalls === 'true',
    })),
    webBridges: view(database, 'webBridges', ({ id, values: { name = '', c2wUrl = null } }) => ({ id, name, c2wUrl })),
    users: view(database, 'users', ({ id, values: { userJid = '', name = '', email = '' } }) => ({ id, userJid, name, email })),
  };
}

/**
 * Finds the way in that a dialled numeric id stands for; null if there is none. Ways into one space may share a numeric
 * id as long as their passcodes differ: then it is the one of this passcode, else the one that asks for none.
 */
export function wayInByNumericId(cluster: ClusterConfiguration, numericId: string, passcode?: string): WayIn | null {
  const { database, coSpaces } = cluster;
  const ways = waysIn(database, 'callId', numericId);
  const asking = (wanted: string | undefined) => ways.find(({ values }) => values['passcode'] === wanted);
  const way = asking(passcode) ?? asking(undefined) ?? ways[0];
  const coSpace = coSpaces.get(way?.parent ?? way?.id ?? '');
  if (!way || !coSpace) return null;
  return { coSpace, accessMethod: way.parent === null ? null : way.id, numericId, passcode: way.values['passcode'] ?? null };
}

function readCoSpace({ id, values }: ConfigurationObject): CoSpace {
  const { name = '', uri = '', callId = '', passcode = null, secret = '' } = values;
  return { id, name, uri, callId, passcode, secret };
}
