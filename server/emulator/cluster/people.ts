import type { CallBridge } from '../call-bridge/call-bridge';
import type { Placement } from '../call-bridge/link/link-message';
import type { PlacementWish } from '../call-bridge/placing/choose-bridge';
import { isAtLeast } from '../call-bridge/version';
import type { Clock } from '../clock';
import type { Ids } from '../ids';
import { joinHeadless, JoinFailed } from '../web-app/headless/join-headless';
import type { HeadlessGuest } from '../web-app/headless/join-headless';
import { wayInByNumericId } from './configuration';
import type { ClusterConfiguration, WayIn } from './configuration';
import type { GuestWishes } from './guest-wishes';
import type { RunningCluster } from './running-cluster';
import { userByJid } from './users';

/** Somebody who is to come into a meeting. */
export interface NewPerson {
  readonly kind: 'web-app' | 'sip' | 'microsoft' | 'meeting-app' | 'recorder';
  readonly name: string;
  readonly cluster: string;
  readonly numericId: string;
  readonly passcode?: string;
  /** Username of a web app user, who signs in and joins under their own name; left out, a guest comes. */
  readonly user?: string;
  /** Whether they wait for an activator; left out, their way in decides. */
  readonly needsActivation?: boolean;
  /** Whether a SIP device can encrypt; left out, it can. */
  readonly canEncrypt?: boolean;
  /** They bring a Microsoft meeting along, with which this one is shared from now on. */
  readonly dualHomed?: boolean;
  /** Name of the Call Bridge to be homed on; left out, the load decides. A recorder is called from where people are. */
  readonly callBridge?: string;
}

export type PersonRefusal = 'no-such-cluster' | 'no-such-meeting' | 'no-such-call-bridge' | 'no-such-user' | 'kind-ended' | 'call-bridge-down' | 'no-capacity' | 'join-failed';

export type Added = { ok: true; participant: string; callBridge: string } | { ok: false; refusal: PersonRefusal; detail: string };

/** The people of a scenario: they come as real ones do, guests by a web bridge and with the client that browsers run. */
export class People {
  readonly #clusters: readonly RunningCluster[];
  readonly #wishes: GuestWishes;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #guests = new Set<HeadlessGuest>();
  #turn = 0;
  #closed = false;

  constructor(clusters: readonly RunningCluster[], wishes: GuestWishes, clock: Clock, ids: Ids) {
    this.#clusters = clusters;
    this.#wishes = wishes;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Guests without a browser who are in a call. */
  get guests(): readonly HeadlessGuest[] {
    return [...this.#guests];
  }

  /** Brings somebody in; resolves once they are in the call with media, a recorder once it is called. */
  async add(person: NewPerson): Promise<Added> {
    const cluster = this.#clusters.find(({ configuration }) => configuration.name === person.cluster);
    if (!cluster) return refused('no-such-cluster', `There is no cluster ${person.cluster}.`);
    const way = wayInByNumericId(cluster.configuration, person.numericId, person.passcode);
    if (!way) return refused('no-such-meeting', `There is no meeting with the number ${person.numericId} in ${person.cluster}.`);
    const bridge = person.callBridge === undefined ? null : cluster.callBridges.find(({ name }) => name === person.callBridge);
    if (bridge === undefined) return refused('no-such-call-bridge', `${person.cluster} has no call bridge ${person.callBridge}.`);
    if (bridge?.isDown) return refused('call-bridge-down', `${bridge.name} is down.`);
    const newer = (bridge ? [bridge] : cluster.callBridges).find(({ version }) => isAtLeast(version, '3.0'));
    if (person.kind === 'meeting-app' && newer) return refused('kind-ended', `The Meeting App went with 3.0, and ${newer.name} has ${newer.version}.`);
    switch (person.kind) {
      case 'web-app':
        return this.#addGuest(cluster, person, bridge);
      case 'recorder':
        return addRecorder(cluster, person, way);
      default:
        return this.#addCaller(cluster, person, way, bridge);
    }
  }

  /** Has somebody leave, wherever they are homed. False if there is nobody by that participant id. */
  remove(participant: string): boolean {
    const guest = this.guests.find((one) => participantOf(one) === participant);
    if (guest) guest.leave();
    return guest !== undefined || this.#clusters.some(({ callBridges }) => callBridges.some((bridge) => bridge.hangUp(participant)));
  }

  /** Has somebody begin or end a presentation. False if there is nobody in a meeting by that participant id. */
  setPresenting(participant: string, presenting: boolean): boolean {
    const guest = this.guests.find((one) => participantOf(one) === participant);
    guest?.setPresenting(presenting);
    return guest !== undefined || this.#clusters.some(({ callBridges }) => callBridges.some((bridge) => bridge.setPresenting(participant, presenting)));
  }

  close(): void {
    this.#closed = true;
    for (const guest of this.#guests) guest.leave();
    this.#guests.clear();
  }

  async #addGuest(cluster: RunningCluster, person: NewPerson, bridge: CallBridge | null): Promise<Added> {
    const { numericId, passcode } = person;
    const user = person.user === undefined ? undefined : credentialsOf(cluster.configuration, person.user);
    if (user === null) return refused('no-such-user', `${person.cluster} has no user ${person.user}.`);
    const name = user?.name ?? person.name;
    const webBridge = cluster.webBridges[this.#nextTurn() % cluster.webBridges.length];
    if (!webBridge) return refused('join-failed', `${person.cluster} has no web bridge.`);
    const wished = { on: onBridge(bridge), lobby: lobbyWishOf(person) };
    this.#wishes.add(person.cluster, { numericId, name }, wished);
    try {
      const guest = await joinHeadless({ webBridgeUrl: webBridge.httpUrl, numericId, name, passcode, user });
      return await this.#follow(cluster, guest);
    } catch (cause) {
      this.#wishes.remove(person.cluster, { numericId, name });
      if (!(cause instanceof JoinFailed)) throw cause;
      return refused('join-failed', cause.message);
    }
  }

  /** Keeps a guest until their call is over. */
  #follow(cluster: RunningCluster, guest: HeadlessGuest): Promise<Added> {
    if (this.#closed) guest.leave();
    this.#guests.add(guest);
    return new Promise((resolve) => {
      const look = (): void => {
        const participant = participantOf(guest);
        if (participant !== null) resolve({ ok: true, participant, callBridge: homeOf(cluster, participant)?.name ?? '' });
        if (guest.state.phase !== 'ended') return;
        this.#guests.delete(guest);
        resolve(refused('join-failed', 'The call ended before the guest was in it.'));
      };
      guest.onState(look);
      look();
    });
  }

  async #addCaller(cluster: RunningCluster, person: NewPerson, way: WayIn, bridge: CallBridge | null): Promise<Added> {
    const up = cluster.callBridges.filter(({ isDown }) => !isDown);
    const asked = bridge ?? up[this.#nextTurn() % up.length];
    if (!asked) return refused('call-bridge-down', `No call bridge of ${person.cluster} is up.`);
    const uri = `${slug(person.name)}@${person.kind === 'microsoft' ? 'contoso.example' : 'rooms.example'}`;
    const { id: coSpace, name } = way.coSpace;
    const placed = await asked.admit(
      {
        meeting: { correlator: this.#ids.guid(), coSpace, name, startedAtMs: this.#clock.now() },
        kind: person.kind,
        name: person.name,
        userJid: null,
        uri,
        originalUri: uri,
        direction: 'incoming',
        entrance: { coSpace, accessMethod: way.accessMethod, user: null },
        settings: {},
        lobby: lobbyWishOf(person),
        canEncrypt: person.canEncrypt,
        purpose: { why: 'incoming' },
      },
      onBridge(bridge),
    );
    if (!placed.ok && placed.refusal !== 'no-capacity') return refused('join-failed', `They may not come in: ${placed.refusal}.`);
    if (!placed.ok) return refused('no-capacity', 'No call bridge has room.');
    if (person.dualHomed) homeOf(cluster, placed.participant)?.makeDualHomed(placed.participant);
    return { ok: true, participant: placed.participant, callBridge: placed.on.name };
  }

  #nextTurn(): number {
    return this.#turn++;
  }
}

/** Has a meeting recorded. The first bridge that people are homed on calls the recorder, wherever it is wanted. */
async function addRecorder(cluster: RunningCluster, { name }: NewPerson, { coSpace }: WayIn): Promise<Added> {
  for (const bridge of cluster.callBridges.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const participant = bridge.isDown ? null : await bridge.record(coSpace.id, name);
    if (participant !== null) return { ok: true, participant, callBridge: homeOf(cluster, participant)?.name ?? bridge.name };
  }
  return refused('no-such-meeting', `Nobody is in ${coSpace.name} who could be recorded.`);
}

/** The participant that a guest is now: moves give them another id. */
function participantOf(guest: HeadlessGuest): string | null {
  return guest.state.people.find(({ self }) => self)?.id ?? null;
}

/** What a user of the scenario signs in with, and their name; null if there is no such user. */
function credentialsOf(configuration: ClusterConfiguration, username: string): { username: string; password: string; name: string } | null {
  const user = userByJid(configuration, username.toLowerCase());
  const password = configuration.passwords.get(user?.userJid ?? '');
  return user === null || password === undefined ? null : { username: user.userJid, password, name: user.name };
}

function onBridge(bridge: CallBridge | null): PlacementWish {
  return bridge ? { callBridge: bridge.id } : null;
}

function lobbyWishOf({ needsActivation }: NewPerson): Placement['lobby'] {
  return needsActivation === undefined ? {} : { needsActivation };
}

function homeOf(cluster: RunningCluster, participant: string): CallBridge | undefined {
  return cluster.callBridges.find(({ world }) => world.participants.has(participant));
}

function refused(refusal: PersonRefusal, detail: string): Added {
  return { ok: false, refusal, detail };
}

/** A name as the user part of an address: letters that have no ASCII form fall back to their code. */
function slug(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase().replace(/\p{Mark}/gu, '').replace(/[^a-z0-9]+/g, '.').replace(/^\.+|\.+$/g, '');
  return plain === '' ? `caller.${Buffer.from(name).toString('hex').slice(0, 12)}` : plain;
}
