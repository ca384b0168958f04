import { randomBytes } from 'node:crypto';
import { defaultChoices, defaultTempo } from './call-bridge/bridge-core';
import type { Choices, Tempo } from './call-bridge/bridge-core';
import { systemClock } from './clock';
import type { Clock } from './clock';
import { openCertificates } from './cluster/certificates';
import { account } from './cluster/definition';
import type { ClusterDefinition } from './cluster/definition';
import type { Life } from './cluster/demo-life';
import { GuestWishes } from './cluster/guest-wishes';
import { People } from './cluster/people';
import { populate } from './cluster/populate';
import { startCluster } from './cluster/running-cluster';
import type { ClusterOptions, NodePorts, RunningCluster } from './cluster/running-cluster';
import { clustersOf, parseScenario } from './cluster/scenario';
import { Control } from './control/control';
import type { EmulatorNode } from './control/control';
import { ArmedFaults } from './faults/armed-faults';
import { Happenings } from './faults/happenings';
import { History } from './history/history';
import { createIds } from './ids';
import { Syslog } from './syslog/syslog';
import type { LoggingNode } from './syslog/syslog';
import { webAppAssets } from './web-app/assets';

export interface EmulatorOptions {
  /** First port of the block; 0 takes free ports everywhere. */
  basePort: number;
  /** `demo`, `empty` or `scale:<call bridges>x<people per bridge>`. */
  scenario: string;
  /** Where certificates are kept; without it they live in memory. */
  dataDir?: string | null;
  /** The same seed gives the same ids and choices; random if left out. */
  seed?: string;
  /** How whoever starts this emulator knows it again. */
  instance?: string;
  build?: string;
  /** Call `onEnd` a minute after the last lease. */
  endsWithLeases?: boolean;
  /** The emulator is asked to end, by its control port or for want of a lease; `close` has been called already. */
  onEnd?: () => void;
  clock?: Clock;
  tempo?: Partial<Tempo>;
  choices?: Partial<Choices>;
  /** Other clusters than the scenario's. */
  clusters?: readonly ClusterDefinition[];
}

export interface Emulator {
  /** Address of the control port. */
  readonly control: string;
  readonly nodes: readonly EmulatorNode[];
  /** The authority that signed every node's certificate, as PEM. */
  readonly authorityPem: string;
  readonly account: { readonly user: string; readonly password: string };
  /** Ends everything that was started and frees all ports. */
  close(): Promise<void>;
}

export class UnknownScenarioError extends Error {
  readonly code = 'unknown-scenario';

  constructor(scenario: string) {
    super(`There is no scenario "${scenario}". Use demo, empty or scale:<call bridges>x<people>, such as scale:4x100.`);
  }
}

/** Offsets from the base port. The control port is the base itself. */
const webBridgeOffset = { http: 31, https: 131 };
const callBridgeOffset = { http: 51, https: 151 };

/**
 * Starts the clusters of a scenario, the people in it and the control port, all on 127.0.0.1. Resolves when every node
 * is connected to those it belongs with and the first people are in. Rejects, with nothing left running, with a
 * {@link UnknownScenarioError} or a `PortTakenError` that names the port.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const scenario = parseScenario(options.scenario);
  if (!scenario) throw new UnknownScenarioError(options.scenario);
  const clock = options.clock ?? systemClock;
  const tempo: Tempo = { ...defaultTempo, ...options.tempo };
  const choices: Choices = { ...defaultChoices, ...options.choices };
  const ids = createIds(options.seed ?? randomBytes(16).toString('hex'));
  // Certificates are checked against the time of the machine, not of a scenario.
  const certificates = await openCertificates(options.dataDir ?? null, Date.now());
  const wishes = new GuestWishes();
  const happenings = new Happenings(clock);
  const history = new History(clock);
  const running = new RunningParts();
  const faults = new ArmedFaults(clock, (fired) => happenings.add({ what: 'fault', ...fired, name: nameOf(running.clusters, fired.participant) }));
  try {
    const assets = await webAppAssets();
    const ports = { nextCallBridgePorts: counting(options.basePort, callBridgeOffset), nextWebBridgePorts: counting(options.basePort, webBridgeOffset) };
    for (const definition of options.clusters ?? clustersOf(scenario)) {
      const guestWish = wishes.of(definition.name);
      const parts: ClusterOptions = { definition, certificates, assets, clock, tempo, choices, faults, happenings, history, ids: ids.fork(definition.name), guestWish, ...ports };
      running.clusters.push(await startCluster(parts));
    }
    running.people = new People(running.clusters, wishes, clock, ids.fork('callers'));
    running.life = await populate(scenario, running.clusters, running.people, clock, tempo, ids.fork('life'));
    running.syslog = new Syslog(running.clusters.flatMap(loggingNodes), clock);
    const { instance = ids.guid(), build = 'sources', basePort } = options;
    running.control = await Control.listen({
      port: basePort,
      description: { instance, build, scenario: options.scenario, basePort, authority: certificates.authority },
      clusters: running.clusters,
      people: running.people,
      syslog: running.syslog,
      tempo,
      choices,
      faults,
      happenings,
      history,
      clock,
      endsWithLeases: options.endsWithLeases ?? false,
      end: () => void running.close().then(options.onEnd),
    });
    const { url, nodes } = running.control;
    return { control: url, nodes, authorityPem: certificates.authority, account, close: () => running.close() };
  } catch (cause) {
    await running.close();
    throw cause;
  }
}

/** What has been started so far. */
class RunningParts {
  readonly clusters: RunningCluster[] = [];
  people: People | null = null;
  life: Life | null = null;
  syslog: Syslog | null = null;
  control: Control | null = null;
  #closing: Promise<void> | null = null;

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.life?.stop();
    this.people?.close();
    await this.control?.close();
    await Promise.all(this.clusters.map((cluster) => cluster.close()));
    this.syslog?.close();
  }
}

function nameOf(clusters: readonly RunningCluster[], participant: string | null): string | null {
  const worlds = clusters.flatMap(({ callBridges }) => callBridges.map(({ world }) => world));
  return worlds.map(({ participants }) => participants.get(participant ?? '')?.name).find((name) => name !== undefined) ?? null;
}

function loggingNodes({ callBridges, webBridges }: RunningCluster): LoggingNode[] {
  return [
    ...callBridges.map(({ name, version, log }): LoggingNode => ({ kind: 'call-bridge', name, version, log })),
    ...webBridges.map(({ name, version, log }): LoggingNode => ({ kind: 'web-bridge', name, version, log })),
  ];
}

/** Hands out the ports of nodes of one kind in turn. */
function counting(basePort: number, offset: NodePorts): () => NodePorts {
  let next = 0;
  return () => {
    const number = next++;
    return basePort === 0 ? { http: 0, https: 0 } : { http: basePort + offset.http + number, https: basePort + offset.https + number };
  };
}
