import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';
import { exampleBridge, exampleCluster, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Change } from '@/lib/meeting/change';
import type { Participant } from '@/lib/meeting/participant';

const bridges = Array.from({ length: 24 }, (_, n) => exampleBridge({ id: `b${n}`, name: `cbcms${n + 1}` }));
const kinds = ['web-app', 'sip', 'microsoft', 'recorder'] as const;
const given = ['Ana', 'Ben', 'Chidi', 'Dora', 'Emre', 'Fatima', 'Goran', 'Hana', 'Ivan', 'Jun'];
const tickMs = 20;

/** Another page of the stand-in, by path. */
export type ExtraPages = ReadonlyMap<string, { readonly type: string; readonly body: string | Buffer }>;

/**
 * Stands in front of an Usher without bridges: hands its pages through, and answers the reads of the live picture and the change
 * stream itself, for as many people in as many meetings as wanted, and with as many changes a second as wanted.
 */
export class BoardStandIn {
  readonly people: Participant[];
  readonly meetings: { id: string; name: string }[];
  readonly url: string;
  readonly #server: http.Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #streams = new Map<WebSocket, ReadonlySet<string>>();
  #seq = 1;
  #ticking: NodeJS.Timeout | null = null;

  constructor(private readonly options: { port: number; usherPort: number; meetings: number; people: number; pages: ExtraPages }) {
    this.url = `http://127.0.0.1:${options.port}`;
    this.meetings = Array.from({ length: options.meetings }, (_, n) => ({ id: `m${n}`, name: `Space ${n + 1}` }));
    this.people = Array.from({ length: options.people }, (_, n) => this.#person(n));
    this.#server = http.createServer((request, response) => this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#sockets.handleUpgrade(request, socket, head, (client) => this.#serve(client)));
  }

  async listen(): Promise<void> {
    await once(this.#server.listen(this.options.port, '127.0.0.1'), 'listening');
  }

  close(): void {
    this.say(0);
    this.#sockets.close();
    for (const client of this.#streams.keys()) client.terminate();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** From now on so many changes a second, each of somebody in a meeting that the page asks for; 0 for none. */
  say(changesPerSecond: number): void {
    if (this.#ticking) clearInterval(this.#ticking);
    this.#ticking = null;
    if (changesPerSecond === 0) return;
    let owed = 0;
    let lastAt = performance.now();
    this.#ticking = setInterval(() => {
      const now = performance.now();
      owed += ((now - lastAt) / 1_000) * changesPerSecond;
      lastAt = now;
      for (; owed >= 1; owed -= 1) this.#sayOne();
    }, tickMs);
  }

  #sayOne(): void {
    for (const [client, meetings] of this.#streams) {
      const meeting = [...meetings][this.#seq % (meetings.size || 1)];
      const at = Number(meeting?.slice(1)) + this.options.meetings * Math.floor(Math.random() * (this.options.people / this.options.meetings));
      const person = this.people[at];
      if (person) this.#tell(client, { event: 'participant', data: Object.assign(person, { speaking: !person.speaking, muted: { audio: person.speaking, video: false } }) });
    }
  }

  #tell(client: WebSocket, change: Change | { event: 'wish'; data: { wish: number } }): void {
    if (change.event !== 'wish') this.#seq += 1;
    client.send(JSON.stringify({ ...change, id: `e-${this.#seq}` }));
  }

  #serve(client: WebSocket): void {
    this.#streams.set(client, new Set());
    client.on('close', () => this.#streams.delete(client));
    client.on('message', (data) => {
      const { wish, topics } = JSON.parse(String(data)) as { wish: number; topics: string[] };
      this.#streams.set(client, new Set(topics.flatMap((topic) => (topic.startsWith('people:') ? [topic.slice('people:'.length)] : []))));
      this.#tell(client, { event: 'wish', data: { wish } });
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', this.url);
    const page = this.options.pages.get(pathname);
    if (page) {
      response.writeHead(200, { 'content-type': page.type, 'cache-control': 'max-age=3600' }).end(page.body);
      return;
    }
    const items = pathname.startsWith('/console/data/') ? this.#itemsAt(pathname.slice('/console/data'.length)) : null;
    if (items) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ items, nextCursor: null, total: items.length, sequence: `e-${this.#seq}` }));
      return;
    }
    const { port, usherPort } = this.options;
    const onwards = http.request({ port: usherPort, host: '127.0.0.1', path: request.url, method: request.method, headers: { ...request.headers, host: `127.0.0.1:${port}` } });
    onwards.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onwards.on('error', () => response.destroy());
    request.pipe(onwards);
  }

  #itemsAt(path: string): readonly object[] | null {
    const members = /^\/meetings\/(m\d+)\/participants$/.exec(path)?.[1];
    if (members) return this.people.filter(({ meeting }) => meeting === members);
    if (path === '/call-bridges') return bridges;
    if (path === '/moves' || path === '/meeting-details') return [];
    if (path !== '/meetings') return null;
    const participantCount = this.people.length / this.meetings.length;
    return this.meetings.map(({ id, name }, n) => {
      const calls = [{ id: `call-${id}`, callBridge: bridges[n % bridges.length]?.id ?? '' }];
      return exampleMeeting({ id, name, calls, participantCount, space: null, cluster: { id: exampleCluster.id, name: exampleCluster.name } });
    });
  }

  #person(n: number): Participant {
    const at = n % this.options.meetings;
    const bridge = bridges[at % bridges.length];
    const callBridge = { id: bridge?.id ?? '', name: bridge?.name ?? '', version: '3.9' };
    return exampleParticipant({ id: `p${n}`, name: `${given[n % given.length]} ${n}`, kind: kinds[n % kinds.length], meeting: `m${at}`, callBridge });
  }
}
