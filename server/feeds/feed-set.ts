import type { Logger } from 'pino';
import type { ClusterMode } from '@/lib/meeting/call-bridge';
import { bridgeClient, type BridgeClient } from '@/server/bridge-client/bridge-client';
import type { BridgeAccess } from '@/server/bridge-client/bridge-transport';
import type { Clock } from '@/server/bridge-client/clock';
import type { BridgeIdentity, SenderCondition } from '@/server/feeds/bridge-condition';
import type { RecordCount } from '@/server/feeds/cdr/cdr-sender';
import type { LegWord } from '@/server/feeds/cdr/leg-words';
import { BridgeFeed, type ClusterWord } from '@/server/feeds/bridge-feed';
import type { LiveInventory } from '@/server/inventory/live-inventory';
import type { Journal } from '@/server/journal/journal';
import { noteAlarms } from '@/server/feeds/note-alarms';
import { noteDeed } from '@/server/feeds/note-deed';
import { noteEvents } from '@/server/feeds/note-events';

export interface FeedSetOptions {
  readonly inventory: LiveInventory;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly log: Logger;
  /** A bridge as it is set up at this moment. */
  identityOf(callBridge: string): BridgeIdentity;
  modeOf(callBridge: string): ClusterMode;
  senderOf(callBridge: string): SenderCondition;
  onClusterWord(callBridge: string, word: ClusterWord): void;
  onRecordCount(callBridge: string, count: RecordCount): void;
}

/** One feed per bridge that is set up; started and stopped as bridges are added and removed. */
export class FeedSet {
  readonly #feeds = new Map<string, BridgeFeed>();
  readonly #options: FeedSetOptions;

  constructor(options: FeedSetOptions) {
    this.#options = options;
  }

  start(callBridge: string, access: BridgeAccess): void {
    const { inventory, journal, clock, random, log, identityOf, modeOf, senderOf, onClusterWord, onRecordCount } = this.#options;
    const feed = new BridgeFeed({
      client: bridgeClient({ ...access, clock, random, onDeed: (sent) => noteDeed(journal, callBridge, sent) }, () => modeOf(callBridge)),
      clock,
      random,
      log,
      identity: () => identityOf(callBridge),
      sender: () => senderOf(callBridge),
      // A feed that was replaced may still have an answer on its way: it has no say any more.
      describe: (description, wireId) => {
        if (this.#feeds.get(callBridge) !== feed) return;
        noteAlarms(journal, callBridge, inventory.picture.callBridges.get(callBridge)?.alarms ?? [], description.alarms);
        inventory.describe(description, wireId);
      },
      absorb: (facts) => {
        if (this.#feeds.get(callBridge) === feed) inventory.absorb(callBridge, facts);
      },
      knowsHomeOf: (participant) => inventory.knowsHomeOf(participant),
      onClusterWord: (word) => onClusterWord(callBridge, word),
      onRecordCount: (count) => onRecordCount(callBridge, count),
      heard: (events) => noteEvents(journal, callBridge, events),
    });
    this.#feeds.set(callBridge, feed);
    feed.start();
  }

  /** Ends a feed; what only its bridge had told goes from the inventory. */
  async stop(callBridge: string): Promise<void> {
    const feed = this.#feeds.get(callBridge);
    this.#feeds.delete(callBridge);
    this.#options.inventory.forget(callBridge);
    await feed?.stop();
  }

  /** Ends all feeds and leaves the inventory as it is: Usher itself stops. */
  async stopAll(): Promise<void> {
    const feeds = [...this.#feeds.values()];
    this.#feeds.clear();
    await Promise.all(feeds.map((feed) => feed.stop()));
  }

  /** The client of a bridge that has a feed. */
  clientOf(callBridge: string): BridgeClient | null {
    return this.#feeds.get(callBridge)?.client ?? null;
  }

  /** Reads of a bridge's call what no event tells. */
  async readAfresh(callBridge: string, call: string): Promise<void> {
    await this.#feeds.get(callBridge)?.readAfresh(call);
  }

  /** The same of what was never read. */
  async readMissing(callBridge: string, call: string): Promise<void> {
    await this.#feeds.get(callBridge)?.readMissing(call);
  }

  /** Reads of a bridge who is there, whatever its events have told; see {@link BridgeFeed.readBack}. */
  async readBack(callBridge: string, participants: readonly string[]): Promise<boolean> {
    return (await this.#feeds.get(callBridge)?.readBack(participants)) ?? false;
  }

  legTold(callBridge: string, word: LegWord): void {
    this.#feeds.get(callBridge)?.legTold(word);
  }

  clusterWordOf(callBridge: string): ClusterWord | null {
    return this.#feeds.get(callBridge)?.clusterWord ?? null;
  }

  identityChanged(callBridge: string): void {
    this.#feeds.get(callBridge)?.identityChanged();
  }
}
