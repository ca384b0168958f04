import type { ServerResponse } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { scriptedBridge, xml, type ScriptedBridge } from './scripted-bridge';

type Subscription = { readonly index: number; readonly type: string; readonly call?: string };
type Answer = (response: ServerResponse, url: URL) => void;

/** A bridge with one call, and people in it, that says the rest as a test wants it: each of its documents, and each of its events. */
export class MadeUpBridge {
  readonly call = 'call-1';
  /** Who is in the call, by REST and by events, until one of the two says otherwise. */
  readonly people: { readonly id: string; readonly name: string }[] = [{ id: 'person-1', name: 'Ana' }];
  /** What is answered in place of a document or a list, by its path. */
  readonly answers = new Map<string, Answer>();
  /** Of whom only events tell. */
  readonly ghosts: { readonly id: string; readonly name: string }[] = [];
  version = '3.9';
  readonly #rest: ScriptedBridge;
  readonly #sessions = new Map<WebSocket, { subscriptions: readonly Subscription[]; messages: number }>();

  private constructor(rest: ScriptedBridge) {
    this.#rest = rest;
    const sockets = new WebSocketServer({ noServer: true });
    rest.server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket)));
    rest.answerWith((request, response) => this.#answer(new URL(request.url ?? '', 'http://bridge'), response));
  }

  static async open(): Promise<MadeUpBridge> {
    return new MadeUpBridge(await scriptedBridge((_, response) => void response.writeHead(404).end()));
  }

  get origin(): string {
    return this.#rest.origin;
  }

  get requests(): readonly string[] {
    return this.#rest.requests;
  }

  /** How many are subscribed to the roster. */
  get listeners(): number {
    return [...this.#sessions.values()].filter(({ subscriptions }) => subscriptions.some(({ type }) => type === 'callRoster')).length;
  }

  /** Sends a frame as it is to whoever listens. */
  sendRaw(data: string): void {
    for (const webSocket of this.#sessions.keys()) webSocket.send(data);
  }

  /** Tells those who are subscribed to the roster. */
  tellRoster(...updates: object[]): void {
    for (const [webSocket, { subscriptions }] of this.#sessions) {
      const roster = subscriptions.find(({ type }) => type === 'callRoster');
      if (roster) this.#send(webSocket, { type: 'rosterUpdate', subscriptionIndex: roster.index, updates });
    }
  }

  async close(): Promise<void> {
    for (const webSocket of this.#sessions.keys()) webSocket.terminate();
    await this.#rest.close();
  }

  #answer(url: URL, response: ServerResponse): void {
    const path = url.pathname.replace('/api/v1/', '');
    const special = this.answers.get(path);
    if (special) return special(response, url);
    if (path === 'authTokens') return void response.writeHead(200, { 'X-Cisco-CMS-Auth-Token': 'token' }).end();
    const body = this.#document(path);
    if (body === null) return void response.writeHead(404).end();
    xml(response, body);
  }

  #document(path: string): string | null {
    const call = `<call id="${this.call}"><name>Board</name><callCorrelator>correlator-1</callCorrelator></call>`;
    const entry = ({ id, name }: { id: string; name: string }) => `<participant id="${id}"><name>${name}</name><call>${this.call}</call></participant>`;
    const [, id, legs] = /^participants\/([^/]+)(\/callLegs)?$/.exec(path) ?? [];
    const person = this.people.find((each) => each.id === (id ?? /^callLegs\/(.*)$/.exec(path)?.[1]));
    if (path === 'system/status') return `<status><softwareVersion>${this.version}</softwareVersion></status>`;
    if (path === 'system/load') return '<load></load>';
    if (path === 'system/alarms') return '<alarms total="0"></alarms>';
    if (path === 'callBridges') return '<callBridges total="0"></callBridges>';
    if (path === 'calls') return `<calls total="1">${call}</calls>`;
    if (path === `calls/${this.call}`) return call;
    if (path === 'participants') return `<participants total="${this.people.length}">${this.people.map(entry).join('')}</participants>`;
    if (!person) return null;
    if (legs) return `<callLegs total="1"><callLeg id="${person.id}"></callLeg></callLegs>`;
    return id ? entry(person) : `<callLeg id="${person.id}"><type>sip</type><status><deactivated>false</deactivated></status></callLeg>`;
  }

  #accept(webSocket: WebSocket): void {
    this.#sessions.set(webSocket, { subscriptions: [], messages: 0 });
    webSocket.on('error', () => undefined);
    webSocket.on('close', () => this.#sessions.delete(webSocket));
    webSocket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { type: string; message: { messageId: number; subscriptions: Subscription[] } };
      if (frame.type === 'message') this.#subscribe(webSocket, frame.message.messageId, frame.message.subscriptions);
    });
  }

  #subscribe(webSocket: WebSocket, messageId: number, wanted: readonly Subscription[]): void {
    const session = this.#sessions.get(webSocket);
    if (!session) return;
    const known = new Set(session.subscriptions.map(({ index }) => index));
    session.subscriptions = wanted;
    webSocket.send(JSON.stringify({ type: 'messageAck', messageAck: { messageId, status: 'success' } }));
    this.#send(webSocket, { type: 'subscriptionUpdate', subscriptions: wanted.map(({ index }) => ({ index, state: 'active' })) });
    for (const { index: subscriptionIndex, type } of wanted.filter(({ index }) => !known.has(index))) {
      const fields = { name: 'Board', callCorrelator: 'correlator-1', callType: 'adHoc' };
      if (type === 'calls') this.#send(webSocket, { type: 'callListUpdate', subscriptionIndex, updates: [{ call: this.call, updateType: 'add', ...fields }] });
      if (type === 'callInfo') this.#send(webSocket, { type: 'callInfoUpdate', subscriptionIndex, callInfo: fields });
      const everybody = [...this.people, ...this.ghosts].map(({ id, name }) => ({ participant: id, updateType: 'add', name, state: 'connected' }));
      if (type === 'callRoster') this.#send(webSocket, { type: 'rosterUpdate', subscriptionIndex, updates: everybody });
    }
  }

  #send(webSocket: WebSocket, message: object): void {
    const session = this.#sessions.get(webSocket);
    if (session) webSocket.send(JSON.stringify({ type: 'message', message: { messageId: ++session.messages, ...message } }));
  }
}
