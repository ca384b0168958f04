import type { CallBridge, Cluster, ClusterMode } from '@/lib/meeting/call-bridge';
import type { CertificateFacts } from '@/server/bridge-client/trust';
import type { AddInput, EditInput, InspectInput, TestInput } from '@/server/clusters/call-bridge-input';
import type { Clusters } from '@/server/clusters/clusters';

/** What is found at an address before anything is trusted or sent. */
export interface Inspection {
  /** As it will be stored: scheme, host and port. */
  readonly address: string;
  /** The certificate to confirm; null over http. */
  readonly certificate: CertificateFacts | null;
}

export const testStepNames = ['address', 'connection', 'certificate', 'account', 'role', 'version', 'events', 'cluster'] as const;
export type TestStepName = (typeof testStepNames)[number];

/** One step of a test, and in words what was found. `ok: null`: a shortcoming that one can live with. */
export interface TestStep {
  readonly step: TestStepName;
  readonly ok: boolean | null;
  readonly detail: string;
}

/** One of a cluster's bridges, as the cluster lists it. */
export interface DiscoveredBridge {
  readonly name: string;
  /** As the cluster has it, for looking at; null where it has none. Usher may need another to reach it. */
  readonly address: string | null;
  /** Usher's id of it; null while Usher is not connected to it. */
  readonly callBridge: string | null;
}

/** What a test found, up to and including the first step that failed. */
export interface TestResult {
  /** Whether the bridge can be added like this. */
  readonly ok: boolean;
  readonly steps: readonly TestStep[];
  readonly certificate: CertificateFacts | null;
  readonly version: string | null;
  /** Null unless everything is in order. `id` is that of a cluster that Usher knows already, which the bridge would join. */
  readonly cluster: { readonly id: string | null; readonly name: string } | null;
  /** The cluster's bridges, this one included. */
  readonly callBridges: readonly DiscoveredBridge[];
}

/**
 * Everything that can be asked for on the call bridges page. What fails is thrown as `ProblemError`: `not-found`, `invalid`
 * (with the field), `conflict`, `bridge-unreachable`, `bridge-refused`.
 */
export interface ClusterAdmin extends Clusters {
  inspect(input: InspectInput): Promise<Inspection>;
  /** Tries everything that is needed, without keeping or changing anything. Failing is a result, not a problem. */
  test(input: TestInput): Promise<TestResult>;
  /** Tests, keeps and follows a bridge. A cluster that is new starts in `observe`. */
  add(input: AddInput): Promise<CallBridge>;
  /** Takes effect at once. Another address needs the password again: it must not be sent where nobody meant it to go. */
  edit(id: string, input: EditInput): Promise<CallBridge>;
  /** Forgets a bridge and what only it told; with the last one its cluster. */
  remove(id: string): Promise<void>;
  setMode(clusterId: string, mode: ClusterMode): Promise<Cluster>;
  /**
   * Whether the bridges of a cluster are to send Usher their call detail records. Also in `observe`: a receiver is the one thing
   * that Usher sets on a bridge without being told to operate it. What becomes of it is on each bridge.
   */
  setCdr(clusterId: string, cdr: boolean): Promise<Cluster>;
  /** Turns every cluster to `observe`. Holds from the moment of the call, before anything is stored. */
  stopAll(): Promise<Cluster[]>;
  /** The bridges of the cluster that a bridge is in, as it lists them now. */
  discover(id: string): Promise<DiscoveredBridge[]>;
}
