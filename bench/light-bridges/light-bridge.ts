import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly call: Call;
  muted: boolean;
  /** When they were changed last: milliseconds since 1970. A viewer sees it as their layout. */
  changedAtMs: number;
}

interface Call {
  readonly id: string;
  readonly correlator: string;
  readonly name: string;
  readonly people: Person[];
}

interface Subscription {
  readonly index: number;
  readonly type: string;
  readonly call?: string;
}

const pageSize = 10;

/**
 * A call bridge with people that says what the wire says and decides nothing: lists, documents and events, over plain HTTP on
 * 127.0.0.1. Source: docs/cms-wire.md, sections 1, 2 and 4.
 */
export class LightBridge {
  readonly #server: Server;
  readonly #sockets = new Map<WebSocket, { subscriptions: Map<number, Subscription>; messages: number }>();
  readonly #calls = new Map<string, Call>();
  readonly #people = new Map<string, Person>();
  readonly #startedAtMs = Date.now();
  /** Those in which people change. */
  #changing: readonly Call[] = [];
  #next = 0;

  private constructor(server: Server, calls: number, people: number) {
    this.#server = server;
    for (let number = 0; number < calls; number += 1) {
      const call = { id: randomUUID(), correlator: randomUUID(), name: `Meeting ${number + 1}`, people: [] };
      this.#calls.set(call.id, call);
    }
    const all = [...this.#calls.values()];
    for (let number = 0; number < people; number += 1) {
      const call = all[number % all.length];
      if (call) this.#enter(call, `Person ${number + 1}`);
    }
    const upgrades = new WebSocketServer({ noServer: true });
    server.on('request', (request, response) => this.#answer(request, response));
    server.on('upgrade', (request, socket, head) => upgrades.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket)));
  }

  static async open(calls: number, people: number): Promise<LightBridge> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new LightBridge(server, calls, people);
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on people change only in calls with these correlators; null for all. Whether there are any here. */
  changeOnly(correlators: readonly string[] | null): boolean {
    this.#changing = [...this.#calls.values()].filter(({ correlator }) => correlators === null || correlators.includes(correlator));
    return this.#changing.length > 0;
  }

  /** Somebody, the next in turn, mutes or unmutes. */
  mute(): void {
    const person = this.#nextPerson();
    if (!person) return;
    person.muted = !person.muted;
    person.changedAtMs = Date.now();
    this.#tell(person.call, { participant: person.id, updateType: 'update', audioMuted: person.muted, layout: layoutOf(person) });
  }

  /** Somebody, the next in turn, leaves, and somebody else comes. */
  replace(): void {
    const person = this.#nextPerson();
    if (!person) return;
    this.#people.delete(person.id);
    person.call.people.splice(person.call.people.indexOf(person), 1);
    this.#tell(person.call, { participant: person.id, updateType: 'remove', reason: 'remoteTeardown' });
    const newcomer = this.#enter(person.call, person.name);
    this.#tell(person.call, rosterEntry(newcomer));
  }

  #enter(call: Call, name: string): Person {
    const person = { id: randomUUID(), name, call, muted: false, changedAtMs: Date.now() };
    call.people.push(person);
    this.#people.set(person.id, person);
    return person;
  }

  /** The one who has been there longest without being chosen: a map keeps the order of entry. */
  #nextPerson(): Person | null {
    const call = this.#changing[this.#next % this.#changing.length];
    this.#next += 1;
    return call?.people[Math.floor(this.#next / this.#changing.length) % call.people.length] ?? null;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://bridge');
    const path = url.pathname.replace('/api/v1/', '');
    if (path === 'authTokens') return void response.writeHead(200, { 'X-Cisco-CMS-Auth-Token': 'token' }).end();
    const body = this.#document(path, Number(url.searchParams.get('offset') ?? 0));
    if (body === null) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': 'text/xml' }).end(`<?xml version="1.0"?>${body}`);
  }

  #document(path: string, offset: number): string | null {
    const [kind = '', id = '', part] = path.split('/');
    switch (kind) {
      case 'system':
        return this.#system(id);
      case 'callBridges':
        return '<callBridges total="0"></callBridges>';
      case 'calls':
        return id === '' ? page('calls', [...this.#calls.values()], offset, listedCall) : documentOf(this.#calls.get(id), callDocument);
      case 'participants': {
        if (id === '') return page('participants', [...this.#people.values()], offset, listedPerson);
        const person = this.#people.get(id);
        return part === 'callLegs' ? documentOf(person, ({ id: leg }) => `<callLegs total="1"><callLeg id="${leg}"></callLeg></callLegs>`) : documentOf(person, personDocument);
      }
      case 'callLegs':
        return documentOf(this.#people.get(id), legDocument);
      default:
        return null;
    }
  }

  #system(node: string): string | null {
    if (node === 'status') {
      const uptime = Math.floor((Date.now() - this.#startedAtMs) / 1_000);
      return `<status><softwareVersion>3.9</softwareVersion><uptimeSeconds>${uptime}</uptimeSeconds><cdrTime>${new Date().toISOString().slice(0, 19)}Z</cdrTime><callLegsActive>${this.#people.size}</callLegsActive></status>`;
    }
    if (node === 'load') return '<load><mediaProcessingLoad>1200</mediaProcessingLoad></load>';
    if (node === 'alarms') return '<alarms total="0"></alarms>';
    return node === 'profiles' ? '<profiles></profiles>' : null;
  }

  #accept(webSocket: WebSocket): void {
    this.#sockets.set(webSocket, { subscriptions: new Map(), messages: 0 });
    webSocket.on('error', () => undefined);
    webSocket.on('close', () => this.#sockets.delete(webSocket));
    webSocket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { type: string; message: { messageId: number; subscriptions: Subscription[] } };
      if (frame.type === 'message') this.#subscribe(webSocket, frame.message.messageId, frame.message.subscriptions);
    });
  }

  #subscribe(webSocket: WebSocket, messageId: number, wanted: readonly Subscription[]): void {
    const session = this.#sockets.get(webSocket);
    if (!session) return;
    const before = session.subscriptions;
    session.subscriptions = new Map(wanted.map((subscription) => [subscription.index, subscription]));
    webSocket.send(JSON.stringify({ type: 'messageAck', messageAck: { messageId, status: 'success' } }));
    this.#send(webSocket, { type: 'subscriptionUpdate', subscriptions: wanted.map(({ index }) => ({ index, state: 'active' })) });
    for (const subscription of wanted) if (!before.has(subscription.index)) this.#tellAll(webSocket, subscription);
  }

  #tellAll(webSocket: WebSocket, { index: subscriptionIndex, type, call: id }: Subscription): void {
    const call = this.#calls.get(id ?? '');
    if (type === 'calls') {
      const updates = Array.from(this.#calls.values(), (one) => ({ call: one.id, updateType: 'add', ...callFields(one) }));
      this.#send(webSocket, { type: 'callListUpdate', subscriptionIndex, updates });
    }
    if (type === 'callInfo' && call) this.#send(webSocket, { type: 'callInfoUpdate', subscriptionIndex, callInfo: callFields(call) });
    if (type === 'callRoster' && call) this.#send(webSocket, { type: 'rosterUpdate', subscriptionIndex, updates: call.people.map(rosterEntry) });
  }

  #tell(call: Call, update: object): void {
    for (const [webSocket, { subscriptions }] of this.#sockets) {
      for (const { index, type, call: id } of subscriptions.values()) {
        if (type === 'callRoster' && id === call.id) this.#send(webSocket, { type: 'rosterUpdate', subscriptionIndex: index, updates: [update] });
      }
    }
  }

  #send(webSocket: WebSocket, message: object): void {
    const session = this.#sockets.get(webSocket);
    if (session) webSocket.send(JSON.stringify({ type: 'message', message: { messageId: ++session.messages, ...message } }));
  }
}

function page<T>(name: string, all: readonly T[], offset: number, write: (one: T) => string): string {
  return `<${name} total="${all.length}">${all.slice(offset, offset + pageSize).map(write).join('')}</${name}>`;
}

function documentOf<T>(found: T | undefined, write: (found: T) => string): string | null {
  return found === undefined ? null : write(found);
}

const layoutOf = ({ changedAtMs }: Person): string => `at ${changedAtMs}`;

const listedCall = ({ id, name, correlator }: Call): string => `<call id="${id}"><name>${name}</name><callCorrelator>${correlator}</callCorrelator></call>`;

const callDocument = ({ id, name, correlator }: Call): string =>
  `<call id="${id}"><name>${name}</name><callType>adHoc</callType><callCorrelator>${correlator}</callCorrelator><durationSeconds>60</durationSeconds><locked>false</locked><activeWhenEmpty>true</activeWhenEmpty></call>`;

const listedPerson = ({ id, name, call }: Person): string => `<participant id="${id}"><name>${name}</name><call>${call.id}</call></participant>`;

const personDocument = ({ id, name, call }: Person): string =>
  `<participant id="${id}"><call>${call.id}</call><numCallLegs>1</numCallLegs><name>${name}</name><uri>${id}@example.org</uri><isActivator>true</isActivator><canMove>true</canMove><configuration></configuration><status><state>connected</state></status></participant>`;

const legDocument = (person: Person): string =>
  `<callLeg id="${person.id}"><name>${person.name}</name><call>${person.call.id}</call><type>sip</type><configuration><rxAudioMute>${person.muted}</rxAudioMute><needsActivation>false</needsActivation><chosenLayout>${layoutOf(person)}</chosenLayout></configuration><status><state>connected</state><durationSeconds>60</durationSeconds><deactivated>false</deactivated><encryptedMedia>true</encryptedMedia></status></callLeg>`;

function callFields({ name, correlator, people }: Call): object {
  return { name, participants: people.length, distributedInstances: 0, recording: 'inactive', streaming: 'inactive', lockState: 'notLocked', callType: 'adHoc', callCorrelator: correlator };
}

function rosterEntry(person: Person): object {
  const { id, name, muted } = person;
  return {
    participant: id,
    updateType: 'add',
    name,
    uri: `${id}@example.org`,
    state: 'connected',
    audioMuted: muted,
    videoMuted: false,
    importance: null,
    layout: layoutOf(person),
    activeSpeaker: false,
    presenter: false,
    canMove: true,
    movedParticipant: null,
    movedParticipantCallBridge: null,
  };
}
