import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Choices, Tempo } from '../call-bridge/bridge-core';
import type { Clock } from '../clock';
import { account } from '../cluster/definition';
import type { People, PersonRefusal } from '../cluster/people';
import type { RunningCluster } from '../cluster/running-cluster';
import { Listener, refuseUpgrade } from '../listener';
import type { ArmedFaults } from '../faults/armed-faults';
import type { Happenings } from '../faults/happenings';
import type { History } from '../history/history';
import { readBody } from '../request-body';
import type { Syslog } from '../syslog/syslog';
import { answerFaults } from './fault-requests';
import { LeaseBook } from './lease-book';
import { checked, ok, problem, wrongField } from './reply';
import type { Reply } from './reply';
import { callBridgeChange, choicesChange, newPerson, personChange, syslogChange, tempoChange } from './requests';
import { worldView } from './world-view';
import type { z } from 'zod';

/** A node as the control port describes it. */
export interface EmulatorNode {
  readonly kind: 'call-bridge' | 'web-bridge';
  readonly name: string;
  readonly cluster: string;
  readonly version: string;
  readonly http: string;
  readonly https: string;
}

export interface ControlOptions {
  port: number;
  description: { instance: string; build: string; scenario: string; basePort: number; authority: string };
  clusters: readonly RunningCluster[];
  people: People;
  tempo: Tempo;
  choices: Choices;
  faults: ArmedFaults;
  happenings: Happenings;
  history: History;
  clock: Clock;
  syslog: Syslog;
  /** Whether the emulator ends a minute after the last lease. */
  endsWithLeases: boolean;
  /** Ends the emulator. */
  end(): void;
}

const base = 'http://127.0.0.1';
const longestBodyBytes = 64 * 1024;

/** The control port: what this emulator is, who needs it, and what it is to do. Plain HTTP and JSON on 127.0.0.1. */
export class Control {
  readonly #options: ControlOptions;
  readonly #listener: Listener;
  readonly #leases: LeaseBook | null;
  readonly nodes: readonly EmulatorNode[];

  private constructor(options: ControlOptions) {
    this.#options = options;
    this.nodes = options.clusters.flatMap(nodesOf);
    this.#leases = options.endsWithLeases ? new LeaseBook(options.clock, options.end) : null;
    this.#listener = new Listener({
      http: options.port,
      https: null,
      idleMs: 60_000,
      request: (request, response) => void this.#serve(request, response),
      upgrade: (_request, socket) => refuseUpgrade(socket, 404),
    });
  }

  /** @throws {PortTakenError} naming the port. */
  static async listen(options: ControlOptions): Promise<Control> {
    const control = new Control(options);
    try {
      await control.#listener.start();
    } catch (cause) {
      control.#leases?.close();
      throw cause;
    }
    return control;
  }

  get url(): string {
    return this.#listener.httpUrl;
  }

  async close(): Promise<void> {
    this.#leases?.close();
    await this.#listener.stop();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isForeign(request)) return send(response, problem(403, 'forbidden', 'Only programs on this machine may use this port.'));
    const target = request.url ?? '';
    if (!URL.canParse(target, base)) return send(response, problem(400, 'invalid', 'That is no path.'));
    const url = new URL(target, base);
    const route = `${request.method} ${url.pathname.replace(/(?<=.)\/$/, '')}`;
    if (route === 'GET /lease') return this.#holdLease(response);
    try {
      const body = await readJson(request);
      if (!body.ok) return send(response, body.reply);
      send(response, await this.#answer(route, url.searchParams, body.value));
    } catch (cause) {
      send(response, problem(500, 'failed', `The emulator could not do that: ${String(cause)}`));
    }
    if (route === 'POST /stop') response.on('finish', () => this.#options.end());
  }

  async #answer(route: string, query: URLSearchParams, body: unknown): Promise<Reply> {
    switch (route) {
      case 'GET /':
        return ok({ ...this.#options.description, account, nodes: this.nodes });
      case 'GET /world':
        return ok(worldView(this.#options.clusters));
      case 'GET /history':
        return this.#history(query);
      case 'GET /log':
        return this.#log(query);
      case 'GET /syslog':
        return ok({ nodes: this.#options.syslog.list() });
      case 'PUT /syslog':
        return checked(syslogChange, body, (change) => this.#directSyslog(change));
      case 'GET /clock':
        return ok(this.#options.tempo);
      case 'PUT /clock':
        return checked(tempoChange, body, (change) => ok(Object.assign(this.#options.tempo, change)));
      case 'PUT /choices':
        return checked(choicesChange, body, (change) => ok(Object.assign(this.#options.choices, change)));
      case 'POST /people':
        return checked(newPerson, body, (person) => this.#addPerson(person));
      case 'POST /stop':
        return ok({ stopping: true });
    }
    const [, callBridge] = /^PUT \/call-bridges\/([^/]+)$/.exec(route) ?? [];
    if (callBridge !== undefined) return checked(callBridgeChange, body, (change) => this.#changeCallBridge(callBridge, change));
    const [, method, participant] = /^(DELETE|PUT) \/people\/([^/]+)$/.exec(route) ?? [];
    if (participant !== undefined && method === 'DELETE') return this.#removePerson(participant);
    if (participant !== undefined) return checked(personChange, body, (change) => this.#changePerson(participant, change));
    return answerFaults(this.#options, route, query, body) ?? problem(404, 'not-found', 'There is nothing here by that method and path.');
  }

  #holdLease(response: ServerResponse): void {
    const giveBack = this.#leases?.take() ?? (() => undefined);
    response.on('close', giveBack);
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' });
    response.flushHeaders();
  }

  #history(query: URLSearchParams): Reply {
    const after = Number(query.get('after') ?? '0');
    if (!Number.isSafeInteger(after) || after < 0) return wrongField('after', 'after is the number of a deed, 0 or more.');
    return ok({ history: this.#options.history.after(after) });
  }

  #log(query: URLSearchParams): Reply {
    const name = query.get('node') ?? '';
    const after = Number(query.get('after') ?? '0');
    if (!Number.isSafeInteger(after) || after < 0) return wrongField('after', 'after is a line number, 0 or more.');
    const nodes = this.#options.clusters.flatMap(({ callBridges, webBridges }) => [...callBridges, ...webBridges]);
    const node = nodes.find((one) => one.name === name);
    return node ? ok({ node: name, lines: node.log.after(after) }) : problem(404, 'not-found', `There is no node ${name}.`);
  }

  #directSyslog({ node, destination }: z.infer<typeof syslogChange>): Reply {
    const { syslog } = this.#options;
    return syslog.direct(node ?? null, destination) ? ok({ nodes: syslog.list() }) : problem(404, 'not-found', `There is no node ${node}.`);
  }

  async #changeCallBridge(name: string, change: z.infer<typeof callBridgeChange>): Promise<Reply> {
    const bridge = this.#options.clusters.flatMap(({ callBridges }) => callBridges).find((one) => one.name === name);
    if (!bridge) return problem(404, 'not-found', `There is no call bridge ${name}.`);
    if (change.load !== undefined) bridge.setLoad(change.load);
    if (change.apiTrace !== undefined) bridge.setApiTrace(change.apiTrace);
    if (change.down === true && !bridge.isDown) await bridge.unplug();
    if (change.down === false && bridge.isDown) await bridge.plugIn();
    return ok({ name, down: bridge.isDown });
  }

  async #addPerson(wanted: z.infer<typeof newPerson>): Promise<Reply> {
    const { clusters, people } = this.#options;
    const { callBridge } = wanted;
    const cluster =
      wanted.cluster !== undefined
        ? clusters.find(({ configuration }) => configuration.name === wanted.cluster)
        : (clusters.find(({ callBridges }) => callBridges.some(({ name }) => name === callBridge)) ?? clusters[0]);
    if (!cluster) return problem(404, 'no-such-cluster', `There is no cluster ${wanted.cluster}.`);
    const spaces = [...cluster.configuration.coSpaces.values()];
    const numericId = wanted.numericId ?? spaces.find(({ name }) => name === wanted.space)?.callId;
    if (numericId === undefined) return problem(404, 'no-such-meeting', `There is no space ${wanted.space}.`);
    const added = await people.add({ ...wanted, cluster: cluster.configuration.name, numericId });
    return added.ok ? { status: 201, body: added } : problem(refusalStatus[added.refusal], added.refusal, added.detail);
  }

  #changePerson(participant: string, { presenting }: z.infer<typeof personChange>): Reply {
    const changed = this.#options.people.setPresenting(participant.toLowerCase(), presenting);
    return changed ? ok({ presenting }) : problem(404, 'not-found', 'There is nobody in a meeting by that participant id.');
  }

  #removePerson(participant: string): Reply {
    const removed = this.#options.people.remove(participant.toLowerCase());
    return removed ? ok({ removed: true }) : problem(404, 'not-found', 'There is no participant by that id.');
  }
}

const refusalStatus: Record<PersonRefusal, number> = {
  'no-such-cluster': 404,
  'no-such-meeting': 404,
  'no-such-call-bridge': 404,
  'no-such-user': 404,
  'kind-ended': 409,
  'call-bridge-down': 409,
  'no-capacity': 409,
  'join-failed': 409,
};

/** A page in a browser, or a name that only pretends to be this machine's. */
function isForeign(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  return request.headers.origin !== undefined || !['127.0.0.1', 'localhost', '[::1]'].includes(host);
}

async function readJson(request: IncomingMessage): Promise<{ ok: true; value: unknown } | { ok: false; reply: Reply }> {
  const text = await readBody(request, longestBodyBytes);
  if (text === null) return { ok: false, reply: problem(413, 'too-large', 'That is too much for one request.') };
  if (text === '') return { ok: true, value: {} };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, reply: problem(400, 'invalid', 'The body is not JSON.') };
  }
}

function send(response: ServerResponse, { status, body }: Reply): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    // What is left of a body that was too long must not be taken for the next request.
    ...(status === 413 && { Connection: 'close' }),
  });
  response.end(text);
}

function nodesOf({ configuration, callBridges, webBridges }: RunningCluster): EmulatorNode[] {
  const describe = (kind: EmulatorNode['kind']) => ({ name, version, httpUrl, httpsUrl }: Described): EmulatorNode => ({
    kind,
    name,
    cluster: configuration.name,
    version,
    http: httpUrl,
    https: httpsUrl,
  });
  return [...callBridges.map(describe('call-bridge')), ...webBridges.map(describe('web-bridge'))];
}

interface Described {
  name: string;
  version: string;
  httpUrl: string;
  httpsUrl: string;
}
