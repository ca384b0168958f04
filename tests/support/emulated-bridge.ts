import { WebSocket } from 'ws';
import type { Emulator } from '@/server/emulator/emulator';

export interface BridgeAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Id at the end of `Location`. */
  created: string;
}

/** REST of one emulated Call Bridge over plain HTTP, with nothing in between that could smooth an answer. */
export interface EmulatedBridge {
  readonly url: string;
  request(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<BridgeAnswer>;
  get(path: string): Promise<string>;
}

export function emulatedBridge(emulator: Emulator, name: string): EmulatedBridge {
  const url = emulator.nodes.find((node) => node.name === name)?.http;
  if (url === undefined) throw new Error(`there is no ${name}`);
  const { user, password } = emulator.account;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const request = async (method: string, path: string, body?: string, given: Record<string, string> = {}): Promise<BridgeAnswer> => {
    const headers = new Headers({ authorization });
    if (body !== undefined) headers.set('content-type', 'application/x-www-form-urlencoded');
    for (const [name, value] of Object.entries(given)) headers.set(name, value);
    const response = await fetch(`${url}/api/v1/${path}`, { method, body, headers });
    const created = response.headers.get('location')?.split('/').at(-1) ?? '';
    return { status: response.status, headers: response.headers, text: await response.text(), created };
  };
  return { url, request, get: async (path) => (await request('GET', path)).text };
}

/** The text of the first element of that name; null if there is none. */
export function valueOf(xml: string, element: string): string | null {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? null;
}

export function idsOf(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element} id="([^"]+)"`, 'g'))].map((match) => match[1] ?? '');
}

/** What `GET /world` of the control port tells. */
export interface WorldView {
  callBridges: {
    id: string;
    name: string;
    cluster: string;
    version: string;
    down: boolean;
    calls: {
      id: string;
      correlator: string;
      name: string;
      coSpace: string | null;
      activeWhenEmpty: boolean;
      settings: Record<string, unknown>;
      participants: {
        id: string;
        leg: string;
        kind: string;
        name: string;
        nameLabelOverride: string;
        uri: string;
        canMove: boolean;
        state: string;
        activation: string;
        guest: string | null;
        userJid: string | null;
        movedFrom: { participant: string; callBridge: string } | null;
        rxAudioMute: boolean;
        speaking: boolean;
        rxVideoMute: boolean;
        importance: number | null;
        layout: string;
        presentingSince: number | null;
      }[];
      remoteParticipants: string[];
    }[];
    remotes: { participant: string; home: string; call: string }[];
    guests: { user: string; participant: string }[];
    tokens: { token: string; participant: string }[];
  }[];
}

export async function worldOf(emulator: Emulator): Promise<WorldView> {
  return (await (await fetch(`${emulator.control}/world`)).json()) as WorldView;
}

export async function askControl(
  emulator: Emulator,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(emulator.control + path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Brings somebody in by the control port. */
export async function addPerson(
  emulator: Emulator,
  person: { kind: string; name: string; numericId: string; cluster?: string; callBridge?: string; passcode?: string; needsActivation?: boolean; canEncrypt?: boolean; dualHomed?: boolean },
): Promise<{ participant: string; callBridge: string }> {
  const { status, body } = await askControl(emulator, 'POST', '/people', person);
  if (status !== 201) throw new Error(`nobody was added: ${JSON.stringify(body)}`);
  return body as { participant: string; callBridge: string };
}

type EventMessage = { messageId: number; type: string } & Record<string, unknown>;

/** A client of the events WebSocket that keeps everything it hears. */
export class EventsClient {
  readonly messages: EventMessage[] = [];
  readonly acks: { messageId: number; status: string }[] = [];
  readonly socket: WebSocket;
  acknowledges = true;
  #last = 0;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { type: string; message: EventMessage; messageAck: EventsClient['acks'][number] };
      if (frame.type === 'messageAck') return void this.acks.push(frame.messageAck);
      this.messages.push(frame.message);
      if (this.acknowledges) this.acknowledge(frame.message.messageId);
    });
  }

  static async open(bridge: EmulatedBridge): Promise<EventsClient> {
    const { headers } = await bridge.request('POST', 'authTokens');
    const socket = new WebSocket(`${bridge.url.replace('http:', 'ws:')}/events/v1?authToken=${headers.get('x-cisco-cms-auth-token')}`);
    const client = new EventsClient(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  subscribe(subscriptions: Record<string, unknown>[]): void {
    this.#last += 1;
    this.say({ type: 'message', message: { messageId: this.#last, type: 'subscribeRequest', subscriptions } });
  }

  acknowledge(messageId: number): void {
    this.say({ type: 'messageAck', messageAck: { messageId, status: 'success' } });
  }

  say(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Updates of one subscription, in the order in which they came. */
  updates(index: number): Record<string, unknown>[] {
    return this.messages
      .filter((message) => message['subscriptionIndex'] === index)
      .flatMap((message) => (message['updates'] as Record<string, unknown>[] | undefined) ?? [message['callInfo'] as Record<string, unknown>]);
  }

  /** The states that a subscription was said to be in, in order. */
  states(index: number): unknown[] {
    return this.messages
      .filter(({ type }) => type === 'subscriptionUpdate')
      .flatMap((message) => message['subscriptions'] as { index: number; state: string }[])
      .filter((subscription) => subscription.index === index)
      .map(({ state }) => state);
  }
}
