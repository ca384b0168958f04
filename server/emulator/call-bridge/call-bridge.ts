import { followForHappenings } from '../faults/follow-for-happenings';
import type { Happenings } from '../faults/happenings';
import { followForHistory } from '../history/follow-for-history';
import type { History } from '../history/history';
import { Listener } from '../listener';
import { createCore } from './bridge-core';
import type { BridgeCore, CoreOptions } from './bridge-core';
import { deliverChat, guestRequests } from './c2w/guest-requests';
import type { GuestWish } from './c2w/join-request';
import { followForGuests } from './c2w/guest-view';
import { WebBridgeLinks } from './c2w/web-bridge-links';
import { CallDetailRecords } from './cdr/call-detail-records';
import { AuthTokens } from './events/auth-tokens';
import { EventsHub } from './events/events-hub';
import { createGuestTokens } from './guest-tokens';
import type { GuestTokens } from './guest-tokens';
import { followForPeers, greetPeer, sendRoster } from './link/meeting-sync';
import { PeerLinks } from './link/peer-links';
import type { LinkHandlers } from './link/peer-links';
import { followForLobby } from './lobby-timer';
import { followForLog } from './log/call-log';
import type { NodeLog } from './log/bridge-log';
import { DiagnosticsShelf } from './log/diagnostics';
import { headcount } from './placing/choose-bridge';
import { LoadLevels } from './placing/load-levels';
import { locate } from './placing/move-participant';
import { followForMachines, record } from './placing/machines';
import { placeHere, placeInGroup, release } from './placing/placer';
import type { PlaceOutcome, PlacerParts } from './placing/placer';
import type { PlacementWish } from './placing/choose-bridge';
import type { Placement } from './link/link-message';
import { onUnwelcoming, welcomeAt } from './port-welcome';
import { createRestListener } from './rest/rest-server';
import { upgradeHandler } from './upgrades';
import type { World } from './world/world';

export interface CallBridgeOptions extends CoreOptions {
  http: { port: number };
  https: { port: number; key: string; cert: string };
  /** Where, and as what, the scenario wants a guest to come in. */
  guestWish: GuestWish;
  /** Where it is noted who comes, goes and is moved. */
  happenings: Happenings;
  /** Where it is kept what became of people, and what was asked for. */
  history: History;
}

/** One running Call Bridge. What it is asked from here is what a scenario or the control port may ask of a node. */
export class CallBridge {
  readonly #core: BridgeCore;
  readonly #listener: Listener;
  readonly #links: PeerLinks;
  readonly #loads: LoadLevels;
  readonly #webBridges: WebBridgeLinks;
  readonly #events: EventsHub;
  readonly #cdr: CallDetailRecords;
  readonly #parts: PlacerParts;

  private constructor(options: CallBridgeOptions, tokens: GuestTokens) {
    const core = createCore(options);
    this.#core = core;
    this.#links = new PeerLinks(core, this.#linkHandlers());
    this.#webBridges = new WebBridgeLinks(core, tokens, guestRequests(core, () => this.#parts, options.guestWish));
    this.#loads = new LoadLevels(core, this.#links);
    this.#parts = { core, links: this.#links, loads: this.#loads, webBridges: this.#webBridges, tokens };
    core.homes.follow(core);
    followForLog(core);
    followForLobby(core);
    core.follow(followForMachines(() => this.#parts));
    followForPeers(core, () => this.#links);
    followForGuests(core, () => this.#webBridges);
    followForHappenings(core, options.happenings);
    followForHistory(core, options.history);
    this.#events = new EventsHub(core);
    this.#cdr = new CallDetailRecords(core);
    const authTokens = new AuthTokens(core.clock);
    this.#listener = new Listener({
      http: options.http.port,
      https: { ...options.https, welcome: () => welcomeAt(core) },
      idleMs: 5_000,
      request: createRestListener({ ...this.#parts, history: options.history, cdr: this.#cdr, diagnostics: new DiagnosticsShelf(core), issueAuthToken: () => authTokens.issue() }),
      upgrade: upgradeHandler({
        tokens: authTokens,
        events: this.#events,
        links: this.#links,
        linkSecret: core.cluster.linkSecret,
      }),
    });
    onUnwelcoming(core, () => this.#listener.cutHttps());
  }

  /** Makes the node and opens its ports; it is alone until `connect`. */
  static async listen(options: CallBridgeOptions): Promise<CallBridge> {
    const bridge = new CallBridge(options, await createGuestTokens(options.ids.guid()));
    await bridge.#listener.start();
    return bridge;
  }

  get id(): string {
    return this.#core.id;
  }

  get name(): string {
    return this.#core.name;
  }

  get version(): string {
    return this.#core.version;
  }

  get httpUrl(): string {
    return this.#listener.httpUrl;
  }

  get httpsUrl(): string {
    return this.#listener.httpsUrl;
  }

  /** To read only. */
  get world(): World {
    return this.#core.world;
  }

  get log(): NodeLog {
    return this.#core.log;
  }

  get isDown(): boolean {
    return !this.#listener.isListening;
  }

  /** Opens the links to its peers and C2W to the web bridges, and keeps them up; posts to CDR receivers. */
  connect(): void {
    this.#links.connect();
    this.#webBridges.connect();
    this.#cdr.connect();
  }

  /** Resolves once every link and every C2W connection is up. */
  async connected(): Promise<void> {
    await Promise.all([this.#links.complete(), this.#webBridges.complete()]);
  }

  /** Media load in per cent that it reports from now on; null for what its people cause. */
  setLoad(percent: number | null): void {
    this.#core.load.forcedPercent = percent;
    this.#loads.tell();
  }

  /** Which API requests its log shows in detail from now on. */
  setApiTrace(which: BridgeCore['tracing']['api']): void {
    this.#core.tracing.api = which;
  }

  /** Pulls the network plug: no ports, no links, no C2W. Calls of people without a web bridge go on. */
  async unplug(): Promise<void> {
    this.#disconnect();
    await this.#listener.stop();
  }

  /** Puts the plug back in, on the same ports. */
  async plugIn(): Promise<void> {
    await this.#listener.start();
    this.connect();
  }

  /** Somebody calls in. Without a wish they are placed by load. */
  admit(placement: Placement, wish: PlacementWish): Promise<PlaceOutcome> {
    return placeInGroup(this.#parts, placement, wish);
  }

  /** Somebody homed here hangs up. False if there is nobody by that id. */
  hangUp(participant: string): boolean {
    return this.#core.run({ do: 'remove-participant', participant, reason: 'remoteTeardown' }).ok;
  }

  /** Has a recorder called into the meeting in a space, and tells its participant; null if this bridge has no people in one. */
  async record(coSpace: string, name: string): Promise<string | null> {
    const call = this.#core.world.calls.get(this.#core.world.callsByCoSpace.get(coSpace) ?? '');
    return call && call.local.size > 0 ? record(this.#parts, call, name) : null;
  }

  /** Makes the meeting that somebody is in one that is shared with a Microsoft meeting. */
  makeDualHomed(participant: string): void {
    this.#core.run({ do: 'change-call', call: this.#core.world.participants.get(participant)?.call ?? '', changes: { dualHomed: true } });
  }

  setSpeaking(participant: string, speaking: boolean): void {
    this.#core.run({ do: 'change-participant', participant, changes: { speaking }, asker: 'client' });
  }

  setMuted(participant: string, muted: boolean): void {
    this.#core.run({ do: 'change-participant', participant, changes: { rxAudioMute: muted }, asker: 'client' });
  }

  /** Somebody homed here begins or ends a presentation. False if they are not here, or not in the meeting yet. */
  setPresenting(participant: string, presenting: boolean): boolean {
    return this.#core.run({ do: 'present', participant, presenting }).ok;
  }

  async close(): Promise<void> {
    this.#core.timers.cancelAll();
    this.#disconnect();
    await this.#listener.stop();
  }

  #disconnect(): void {
    this.#links.close();
    this.#webBridges.close();
    this.#cdr.disconnect();
    this.#events.close();
  }

  #linkHandlers(): LinkHandlers {
    return {
      up: (peer) => {
        this.#loads.greet(peer);
        greetPeer(this.#core, this.#links, peer);
      },
      down: (peer) => void this.#core.run({ do: 'forget-peer', peer }),
      message: (peer, message) => this.#heedPeer(peer, message),
      answer: {
        locate: async (ask) => ({ answer: locate(this.#core, ask) }),
        headcount: async (ask) => ({ answer: headcount(this.#core, ask) }),
        place: (ask) => placeHere(this.#parts, ask),
        release: async (ask) => ({ answer: release(this.#core, ask) }),
      },
    };
  }

  #heedPeer(peer: string, message: Parameters<LinkHandlers['message']>[1]): void {
    const core = this.#core;
    switch (message.type) {
      case 'instance':
        core.run({ do: 'note-peer-instance', peer, instance: message.instance });
        return sendRoster(core, this.#links, peer, message.instance.correlator);
      case 'instanceGone':
        core.run({ do: 'forget-peer-instance', peer, correlator: message.correlator });
        return;
      case 'roster':
        core.run({ do: 'note-remotes', peer, ...message });
        return;
      case 'rosterRemove':
        core.run({ do: 'forget-remote', peer, ...message });
        return;
      case 'participantsChanged': {
        const { who, changes } = message;
        return this.#forMeeting(message.correlator, (call) => core.run({ do: 'change-participants', call, who, changes }));
      }
      case 'meetingEnded':
        this.#forMeeting(message.correlator, (call) => core.run({ do: 'end-call', call, reason: message.reason }));
        return;
      case 'load':
        return this.#loads.note(peer, message.level);
      case 'chat':
        return deliverChat(this.#parts, message.correlator, message.message);
    }
  }

  #forMeeting(correlator: string, act: (call: string) => void): void {
    const call = this.#core.world.callsByCorrelator.get(correlator);
    if (call !== undefined) act(call);
  }
}
