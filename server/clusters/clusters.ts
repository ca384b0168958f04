import type { Cluster, ClusterMode } from '@/lib/meeting/call-bridge';
import type { BridgeWriter } from '@/server/bridge-client/bridge-writer';
import type { SettingsRead } from '@/server/clusters/read-settings';
import type { SpaceDesk } from '@/server/clusters/space-desk';

/** Which clusters and bridges there are, and how to reach them. */
export interface Clusters {
  readonly spaces: SpaceDesk;
  list(): Cluster[];
  modes(): ReadonlyMap<string, ClusterMode>;
  /** A writer for one bridge; null if Usher does not know that bridge (any more). */
  writerFor(callBridgeId: string): BridgeWriter | null;
  /** How somebody is set on the bridge that they are homed on; null if it does not say. */
  settingsOf(callBridgeId: string, participant: string): Promise<SettingsRead | null>;
  /** Whether a bridge receives media from somebody homed on it; false too if it does not say. */
  receivesMedia(callBridgeId: string, participant: string): Promise<boolean>;
  /**
   * Reads anew who is on these bridges, and of these people whether they take part, whatever events have told or failed to tell.
   * @returns whether every one of the bridges could be read
   */
  readBack(callBridgeIds: readonly string[], participants: readonly string[]): Promise<boolean>;
}
