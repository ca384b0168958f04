import type { FeedState } from '@/lib/meeting/call-bridge';
import { fullJitterMs } from '@/server/bridge-client/backoff';
import { sameEndpoint } from '@/server/bridge-client/bridge-address';
import type { BridgeClient } from '@/server/bridge-client/bridge-client';
import type { Answer, BridgeError } from '@/server/bridge-client/bridge-error';
import type { ListedCallBridge, SystemStatus } from '@/server/bridge-client/bridge-objects';
import { EventsClient, type EventsListener, type EventsState } from '@/server/bridge-client/events/events-client';
import { loadShown, saysAway, upSince, type BridgeIdentity } from '@/server/feeds/bridge-condition';
import { BridgeReport, type ReportPorts } from '@/server/feeds/bridge-report';
import { BridgeSync } from '@/server/feeds/bridge-sync';
import type { RecordCount } from '@/server/feeds/cdr/cdr-sender';
import type { LegWord } from '@/server/feeds/cdr/leg-words';
import { ClockDifference } from '@/server/feeds/clock-difference';
import type { HeardEvents } from '@/server/feeds/note-events';
import { SharedRounds } from '@/server/feeds/shared-rounds';
import type { Fact } from '@/server/inventory/facts';

const beatMs = 3000;
/** With events the lists only check; without they are all there is, and are read with every beat. */
const checkEveryMs = 60_000;
/** Each call is told anew by its events so often: whatever was lost on the way stays wrong no longer than that. */
const recountEveryMs = 15_000;
/** So many calls with one beat: their messages fit into what a bridge sends before it waits for acknowledgements. */
const callsPerRecount = 24;
const alarmsEveryMs = 30_000;
const backoff = { firstMs: 500, mostMs: 10_000 };
const leastWaitMs = 200;

const feedStateOf: Record<EventsState, FeedState> = {
  active: 'active',
  connecting: 'waiting',
  waiting: 'waiting',
  unsupported: 'polling',
  stopped: 'waiting',
};

/** What a bridge says about the cluster that it is in. */
export interface ClusterWord {
  readonly clusterId: string | null;
  readonly peers: readonly ListedCallBridge[];
}

export interface FeedOptions extends Omit<ReportPorts, 'transport'> {
  readonly client: BridgeClient;
  readonly random?: () => number;
  absorb(facts: Iterable<Fact>): void;
  knowsHomeOf(participant: string): boolean;
  onClusterWord?(word: ClusterWord): void;
  /** Told with each look at the bridge, where it says how many call detail records it has made. */
  onRecordCount(count: RecordCount): void;
  /** Told what events said, as they said it, before anything is made of it. */
  heard(events: HeardEvents): void;
}

/**
 * Follows one bridge: connects, reads what there is, listens to its events, looks after it every few seconds, and tells
 * how it is doing. A bridge that falls silent keeps what it had said; once it is back, all is brought into line.
 */
export class BridgeFeed {
  readonly #options: FeedOptions;
  readonly #sync: BridgeSync;
  readonly #events: EventsClient;
  readonly #report: BridgeReport;
  readonly #clockDifference = new ClockDifference();
  readonly #readingBack = new SharedRounds((participants) => this.#readBack(participants));
  #word: ClusterWord | null = null;
  #loadLimit: number | null = null;
  #failures = 0;
  #stopped = false;
  #beating = false;
  #beatAgain = false;
  #cancelBeat: (() => void) | null = null;
  #listsReadMs = -Infinity;
  #listRecountedMs = -Infinity;
  #alarmsReadMs = -Infinity;
  /** What of these has been reported. */
  #overfull = 0;
  #unreadable = 0;
  #lastWordMs: number | null = null;

  constructor(options: FeedOptions) {
    this.#options = options;
    const { client, clock, random, log } = options;
    this.#report = new BridgeReport({ ...options, transport: client.transport });
    this.#sync = new BridgeSync({
      reader: client.reader,
      detailReader: client.detailReader,
      clock,
      absorb: (facts) => options.absorb(facts),
      knowsHomeOf: (id) => options.knowsHomeOf(id),
      onFault: (error) => void this.#fault(error),
    });
    this.#events = new EventsClient({
      transport: client.transport,
      reader: client.reader,
      listener: this.#eventsListener(),
      clock,
      random,
      onTrouble: (reason) => log.debug({ bridge: options.identity().name, reason }, 'events connection lost'),
    });
  }

  /** What the bridge said last about its cluster; null before it was reached. */
  get clusterWord(): ClusterWord | null {
    return this.#word;
  }

  get client(): BridgeClient {
    return this.#options.client;
  }

  start(): void {
    this.#publish();
    void this.#beat();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#report.close();
    this.#cancelBeat?.();
    this.#events.stop();
    this.#sync.close();
    await this.#options.client.close();
  }

  /** Name, cluster or mode became others, or how it does as a sender. */
  identityChanged(): void {
    this.#publish();
  }

  /** What a call detail record says of somebody. It proves nothing, and is no sign of life. */
  legTold(word: LegWord): void {
    this.#sync.legTold(word);
  }

  /** Reads of a call what no event tells; settles at once where the bridge is not connected. */
  async readAfresh(call: string): Promise<void> {
    if (this.#report.condition.state === 'connected') await this.#sync.readAfresh(call);
  }

  /** The same of what was never read. */
  async readMissing(call: string): Promise<void> {
    if (this.#report.condition.state === 'connected') await this.#sync.readMissing(call);
  }

  /** Reads who is there, and of these people whether they take part, whatever events have told. @returns whether all could be read */
  async readBack(participants: readonly string[]): Promise<boolean> {
    return this.#report.condition.state === 'connected' && this.#readingBack.ask(participants);
  }

  /** Looks after the bridge now instead of at the next beat. */
  #beatNow(): void {
    if (this.#beating) {
      this.#beatAgain = true;
      return;
    }
    this.#cancelBeat?.();
    this.#cancelBeat = null;
    void this.#beat();
  }

  async #beat(): Promise<void> {
    if (this.#stopped) return;
    this.#beating = true;
    this.#beatAgain = false;
    const beganMs = this.#options.clock.now();
    const outcome = await this.#lookAfter().catch((error: unknown) => this.#fault(error));
    this.#beating = false;
    if (this.#stopped) return;
    if (outcome.ok) this.#failures = 0;
    else if (saysAway(outcome.error, { beganMs, lastWordMs: this.#lastWordMs })) this.#failed(outcome.error);
    this.#tally();
    this.#publish();
    this.#cancelBeat = this.#options.clock.after(this.#nextBeatMs(), () => void this.#beat());
  }

  #nextBeatMs(): number {
    if (this.#beatAgain) return 0;
    if (this.#failures === 0) return beatMs;
    return leastWaitMs + fullJitterMs(this.#failures, backoff, (this.#options.random ?? Math.random)());
  }

  async #lookAfter(): Promise<Answer<null>> {
    const { client, clock } = this.#options;
    const askedAtMs = clock.now();
    const status = await client.reader.systemStatus();
    if (!status.ok || this.#stopped) return status.ok ? nothing : status;
    this.#clockDifference.heard(status.value.cdrTime ?? '', askedAtMs, clock.now());
    this.#report.update({ clockDifferenceMs: this.#clockDifference.ms });
    this.#heard();
    if (this.#report.condition.state !== 'connected') return this.#bringUp(status.value);
    const { softwareVersion, uptimeSeconds, cdrCorrelatorIndex: next } = status.value;
    const upSinceMs = upSince(this.#report.condition.upSinceMs, uptimeSeconds, this.#options.clock.now());
    if (next !== null) this.#options.onRecordCount({ next, upSinceMs });
    const isOtherVersion = softwareVersion !== this.#report.condition.version;
    this.#report.update({ version: softwareVersion, upSinceMs });
    if (isOtherVersion) await this.#readClusterWord(status.value);
    const lists = await this.#readListsIfDue(status.value);
    if (!lists.ok) return lists;
    const checked = await this.#checkEvents();
    if (!checked.ok) return checked;
    await this.#readFigures();
    return nothing;
  }

  /** Whatever the events may have failed to tell: a part of it with each beat. */
  async #checkEvents(): Promise<Answer<null>> {
    if (this.#report.condition.events !== 'active') return nothing;
    const checked = await this.#sync.check();
    if (!checked.ok) return checked;
    const nowMs = this.#options.clock.now();
    const isListDue = nowMs - this.#listRecountedMs >= recountEveryMs && this.#events.recountList();
    if (isListDue) this.#listRecountedMs = nowMs;
    this.#sync.recounting(this.#events.recount(nowMs - recountEveryMs, callsPerRecount), isListDue);
    return nothing;
  }

  async #bringUp(status: SystemStatus): Promise<Answer<null>> {
    const cluster = await this.#readClusterWord(status);
    if (!cluster.ok) return cluster;
    const { softwareVersion, uptimeSeconds } = status;
    this.#report.update({ version: softwareVersion, upSinceMs: upSince(null, uptimeSeconds, this.#options.clock.now()) });
    this.#publish();
    const lists = await this.#readLists();
    if (!lists.ok || this.#stopped) return lists;
    await this.#readFigures();
    this.#report.become('connected', this.#options.clock.now(), null);
    this.#events.start();
    return nothing;
  }

  async #readClusterWord(status: SystemStatus): Promise<Answer<null>> {
    const { reader } = this.#options.client;
    const peers = await reader.callBridges();
    if (!peers.ok) return peers;
    const limits = await reader.clusterConfiguration();
    if (this.#stopped) return nothing;
    this.#loadLimit = limits.ok ? limits.value.loadLimit : null;
    this.#sync.setBridge(status.softwareVersion, peers.value);
    this.#report.wireId = ownEntry(peers.value, this.#options.identity())?.id ?? null;
    this.#word = { clusterId: status.clusterId, peers: peers.value };
    this.#options.onClusterWord?.(this.#word);
    return nothing;
  }

  /** Reads the cluster anew only if bridges came or went: else the list alone is enough. */
  async #checkCluster(status: SystemStatus): Promise<Answer<null>> {
    const list = await this.#options.client.reader.listCallBridges();
    if (!list.ok) return list;
    const ids = (peers: readonly ListedCallBridge[] = []) => peers.map(({ id }) => id).sort().join();
    return ids(list.value) === ids(this.#word?.peers) ? nothing : this.#readClusterWord(status);
  }

  async #readListsIfDue(status: SystemStatus): Promise<Answer<null>> {
    const isPolling = this.#report.condition.events !== 'active';
    if (isPolling ? !this.#sync.isIdle : this.#options.clock.now() - this.#listsReadMs < checkEveryMs) return nothing;
    if (!isPolling) {
      const cluster = await this.#checkCluster(status);
      if (!cluster.ok) return cluster;
    }
    return this.#readLists();
  }

  async #readLists(): Promise<Answer<null>> {
    this.#listsReadMs = this.#options.clock.now();
    const lists = await this.#sync.readLists();
    if (!lists.ok) return lists;
    this.#heard();
    // Calls of which the events failed to tell.
    for (const call of this.#sync.calls()) this.#events.follow(call);
    return lists;
  }

  async #readBack(participants: ReadonlySet<string>): Promise<boolean> {
    try {
      const lists = await this.#readLists();
      return lists.ok && (await this.#sync.readBack(participants));
    } catch (error) {
      return this.#fault(error).ok;
    }
  }

  /** Figures for the eye only: what is not there in some version is left out. */
  async #readFigures(): Promise<void> {
    const { reader } = this.#options.client;
    const load = await reader.systemLoad();
    if (load.ok) this.#report.update({ load: loadShown(load.value, this.#loadLimit) });
    if (this.#options.clock.now() - this.#alarmsReadMs < alarmsEveryMs) return;
    this.#alarmsReadMs = this.#options.clock.now();
    const alarms = await reader.systemAlarms();
    if (alarms.ok) this.#report.update({ alarms: alarms.value });
  }

  /** A fault of Usher's own: said in the log and on the page, and tried again like any other. */
  #fault(error: unknown): Answer<null> {
    if (this.#stopped) return nothing;
    this.#options.log.error({ err: error, bridge: this.#options.identity().name }, 'a call bridge could not be followed');
    const detail = 'Usher failed to take in what the call bridge says. See the log.';
    return { ok: false, error: { code: 'bridge-unreachable', detail, status: null, failureTag: null, mayHaveActed: false } };
  }

  #failed(error: BridgeError): void {
    this.#failures += 1;
    const { state, events, sinceMs } = this.#report.condition;
    // Events still flow: one slow answer is not an absence.
    if (state === 'connected' && events === 'active' && this.#failures < 2) return;
    this.#report.become('away', state === 'away' ? sinceMs : (this.#lastWordMs ?? sinceMs), { code: error.code, detail: error.detail });
    this.#events.stop();
    this.#sync.pause();
  }

  #heard(): void {
    this.#lastWordMs = this.#options.clock.now();
  }

  #eventsListener(): EventsListener {
    return {
      onWord: () => this.#heard(),
      onState: (state) => this.#eventsBecame(state),
      onSettled: () => this.#checkNow(),
      // Who is told anew and was known has not come again.
      onCalls: (entries, how) => {
        const news = entries.filter(({ call, updateType }) => updateType !== 'add' || !this.#sync.knows(call));
        this.#options.heard({ about: 'calls', entries: news });
        this.#sync.callEntries(entries, how);
      },
      onCallInfo: (call, fields, how) => {
        if (how === 'change') this.#options.heard({ about: 'call', call, fields });
        this.#sync.callInfo(call, fields, how);
      },
      onRoster: (call, entries, how) => {
        const news = entries.filter(({ participant, updateType }) => updateType !== 'add' || !this.#sync.knows(participant));
        this.#options.heard({ about: 'roster', call, entries: news });
        this.#sync.roster(call, entries, how);
      },
      onGap: () => this.#checkNow(),
      onRefused: (reason) => this.#report.refuse(1, reason),
      onDeactivated: (call) => void this.#askAfter(call).catch((error: unknown) => this.#fault(error)),
    };
  }

  #eventsBecame(state: EventsState): void {
    const wasActive = this.#report.condition.events === 'active';
    this.#report.update({ events: feedStateOf[state] });
    if (this.#stopped) return;
    if (wasActive && state !== 'active') {
      this.#sync.eventsLost();
      if (this.#report.condition.state === 'connected') this.#beatNow();
    }
    this.#publish();
  }

  /** The lists are older than the subscriptions: who left in between is found only by reading them once more. */
  #checkNow(): void {
    this.#listsReadMs = -Infinity;
    this.#beatNow();
  }

  async #askAfter(call: string): Promise<void> {
    if (await this.#sync.isCallThere(call)) this.#events.follow(call);
  }

  /** Takes down what was healed, or was too much, since the last beat. */
  #tally(): void {
    const { healed, refused } = this.#sync;
    this.#report.heal(healed);
    this.#report.refuse(refused - this.#overfull, 'It tells of more calls or people than any call bridge has.');
    const { unreadable } = this.#options.client.transport;
    this.#report.refuse(unreadable.count - this.#unreadable, unreadable.last);
    this.#unreadable = unreadable.count;
    this.#overfull = refused;
  }

  #publish(): void {
    this.#report.publish(this.#lastWordMs);
  }
}

const nothing: Answer<null> = { ok: true, value: null };

/** The entry of the list that is the bridge itself: by its address, else by its name. */
function ownEntry(peers: readonly ListedCallBridge[], { address, name }: BridgeIdentity): ListedCallBridge | null {
  const byAddress = peers.find((peer) => peer.address !== null && sameEndpoint(peer.address, address));
  return byAddress ?? peers.find((peer) => peer.name === name) ?? null;
}
