import { Agent, createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { WebSocket, WebSocketServer } from 'ws';
import { hastyDelay } from './hasty-clock';

/** What goes wrong between a bridge and Usher while it is armed, each time with a chance of one in three. */
export const wireFaults = [
  'requests-lost',
  'answers-lost',
  'answers-stuck',
  'answers-late',
  'answers-cut',
  'answers-busy',
  'credentials-refused',
  'lists-lie',
  'documents-lie',
  'other-version',
  'no-events',
  'events-lost',
  'events-doubled',
  'events-reordered',
] as const;
export type WireFault = (typeof wireFaults)[number];

/** Those that hold for every answer as long as they are armed. */
const steady: ReadonlySet<WireFault> = new Set(['credentials-refused', 'documents-lie', 'other-version', 'no-events']);
/** By the hasty clock, as all who wait for an answer go by it. */
const lateMs = 1_500;
/** Longer than anybody waits for an answer. */
const stuckMs = 20_000;

/** A proxy in front of one bridge, REST and events, that Usher takes for the bridge. */
export class FaultyWire {
  readonly origin: string;
  readonly #target: string;
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #accepting = new WebSocketServer({ noServer: true });
  readonly #armed = new Set<WireFault>();
  readonly #told = new Set<string>();
  readonly #sockets = new Set<WebSocket>();
  #seed: number;

  private constructor(target: string, server: Server, seed: number) {
    this.#target = target;
    this.#server = server;
    this.#seed = seed;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => void this.#forward(request, response).catch(() => response.destroy()));
    server.on('upgrade', (request, socket, head) => this.#tunnel(request, socket, head));
  }

  /** @param target the bridge's plain address @param seed of everything that is left to chance */
  static async to(target: string, seed: number): Promise<FaultyWire> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FaultyWire(target, server, seed);
  }

  arm(fault: WireFault): void {
    this.#armed.add(fault);
    if (fault === 'no-events') this.cutEvents();
  }

  /** Of whom an event that came through said who they were before a move. */
  get told(): ReadonlySet<string> {
    return this.#told;
  }

  heal(): void {
    this.#armed.clear();
  }

  /** Ends the events connections without a word. */
  cutEvents(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  async close(): Promise<void> {
    this.cutEvents();
    this.#accepting.close();
    this.#agent.destroy();
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  #happens(fault: WireFault): boolean {
    if (!this.#armed.has(fault)) return false;
    return steady.has(fault) || this.#dice(3) === 0;
  }

  #dice(sides: number): number {
    this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(this.#seed / 65_536) % sides;
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#happens('credentials-refused')) return void response.writeHead(401).end();
    if (this.#happens('answers-busy')) return void response.writeHead(503).end();
    if (request.url === '/api/v1/authTokens' && this.#happens('no-events')) return void response.writeHead(404).end();
    if (this.#happens('requests-lost')) return void response.destroy();
    const answer = await this.#ask(request);
    if (this.#happens('answers-lost')) return void response.destroy();
    if (this.#happens('answers-late')) await hastyDelay(lateMs);
    if (this.#happens('answers-stuck')) await hastyDelay(stuckMs);
    const body = this.#altered(request.url ?? '', answer.body);
    const { 'transfer-encoding': _, ...headers } = answer.headers;
    response.writeHead(answer.status, { ...headers, 'content-length': Buffer.byteLength(body) });
    if (!this.#happens('answers-cut')) return void response.end(body);
    response.write(body.slice(0, body.length / 2));
    response.destroy();
  }

  #ask(request: IncomingMessage): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
    const { method, headers } = request;
    return new Promise((resolve, reject) => {
      const asked = httpRequest(`${this.#target}${request.url}`, { method, headers, agent: this.#agent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks).toString('utf8') }));
      });
      asked.on('error', reject);
      request.pipe(asked);
    });
  }

  #altered(url: string, body: string): string {
    if (this.#happens('other-version')) return body.replace(/<softwareVersion>[^<]*/, '<softwareVersion>2.9');
    if (/\/api\/v1\/(calls|participants)\?/.test(url) && this.#happens('lists-lie')) {
      return body.replace(/<(call|participant) id=.*?<\/\1>/, '');
    }
    if (/\/api\/v1\/(participants|callLegs)\//.test(url) && this.#happens('documents-lie')) {
      const turned = (_: string, name: string, value: string) => `<${name}>${value !== 'true'}`;
      return body.replace(/<(canMove|deactivated|rxAudioMute)>(true|false)/g, turned);
    }
    return body;
  }

  #tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#happens('no-events')) return void socket.destroy();
    this.#accepting.handleUpgrade(request, socket, head, (near) => {
      const far = new WebSocket(`${this.#target.replace(/^http/, 'ws')}${request.url}`);
      const held: string[] = [];
      for (const [one, other] of [[near, far], [far, near]] as const) {
        this.#sockets.add(one);
        one.on('error', () => undefined);
        one.on('close', () => {
          this.#sockets.delete(one);
          other.terminate();
        });
      }
      far.on('open', () => held.splice(0).forEach((text) => far.send(text)));
      near.on('message', (data) => (far.readyState === WebSocket.OPEN ? far.send(String(data)) : void held.push(String(data))));
      this.#relay(far, near);
    });
  }

  /** What the bridge says goes on as it is, or is lost, doubled, or said after what came next. */
  #relay(far: WebSocket, near: WebSocket): void {
    let late: string | null = null;
    far.on('message', (data) => {
      const text = String(data);
      if (this.#happens('events-lost')) return;
      if (late === null && this.#happens('events-reordered')) {
        late = text;
        return;
      }
      for (const one of [text, ...(late === null ? [] : [late]), ...(this.#happens('events-doubled') ? [text] : [])]) {
        for (const id of movedIn(one)) this.#told.add(id);
        near.send(one);
      }
      late = null;
    });
  }
}

const rosterWithMoves = z.object({
  message: z.object({ updates: z.array(z.object({ participant: z.string(), movedParticipant: z.string().nullish() })) }),
});

/** The participants of whom a message says who they were before a move. */
function movedIn(text: string): string[] {
  const read = rosterWithMoves.safeParse(JSON.parse(text));
  return read.success ? read.data.message.updates.flatMap(({ participant, movedParticipant }) => (movedParticipant ? [participant] : [])) : [];
}
