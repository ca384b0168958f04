/**
 * The configuration database of one cluster. On the product it is a replicated database that every Call Bridge of the
 * cluster reads, so here the nodes of a cluster share this one object. Live calls and participants are never in it.
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
  readonly coSpaces: Map<string, CoSpace>;
  readonly callBridges: Map<string, CallBridgeEntry>;
  readonly callBridgeGroups: Map<string, CallBridgeGroup>;
  readonly webBridges: Map<string, WebBridgeEntry>;
  readonly webBridgeProfiles: Map<string, WebBridgeProfile>;
}

export interface CoSpace {
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  readonly callId: string;
  readonly passcode: string | null;
  readonly secret: string;
  readonly accessMethods: ReadonlyMap<string, AccessMethod>;
}

export interface AccessMethod {
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  readonly callId: string;
  readonly passcode: string | null;
  readonly secret: string;
}

export interface CallBridgeEntry {
  readonly id: string;
  readonly name: string;
  /** The Web Admin's address, as `/callBridges` shows it. */
  readonly address: string;
  /** Where its peers open links. */
  readonly linkUrl: string;
  readonly group: string | null;
}

export interface CallBridgeGroup {
  readonly id: string;
  readonly name: string;
  readonly loadBalancingEnabled: boolean;
}

export interface WebBridgeEntry {
  readonly id: string;
  readonly name: string;
  /** `c2w://host:port`, as `/webBridges` shows it. */
  readonly url: string;
  readonly profile: string | null;
  readonly group: string | null;
}

export interface WebBridgeProfile {
  readonly id: string;
  readonly name: string;
}

/** A way into a space: the space's own numeric id or one of its access methods. */
export interface WayIn {
  readonly coSpace: CoSpace;
  /** Null for the space's own numeric id. */
  readonly accessMethod: string | null;
  readonly numericId: string;
  readonly passcode: string | null;
}

/** Finds the way in that a dialled numeric id stands for; null if there is none. */
export function wayInByNumericId(cluster: ClusterConfiguration, numericId: string): WayIn | null {
  for (const coSpace of cluster.coSpaces.values()) {
    if (coSpace.callId === numericId) return { coSpace, accessMethod: null, numericId, passcode: coSpace.passcode };
    for (const method of coSpace.accessMethods.values()) {
      if (method.callId === numericId) return { coSpace, accessMethod: method.id, numericId, passcode: method.passcode };
    }
  }
  return null;
}
