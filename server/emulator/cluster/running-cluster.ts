import { CallBridge } from '../call-bridge/call-bridge';
import type { Choices, Tempo } from '../call-bridge/bridge-core';
import type { GuestWish } from '../call-bridge/c2w/join-request';
import { Homes } from '../call-bridge/homes';
import { createNodeLog } from '../call-bridge/log/bridge-log';
import type { NodeLog } from '../call-bridge/log/bridge-log';
import type { Clock } from '../clock';
import type { ArmedFaults } from '../faults/armed-faults';
import type { Happenings } from '../faults/happenings';
import type { History } from '../history/history';
import type { Ids } from '../ids';
import { PortTakenError } from '../listener';
import { startWebBridge } from '../web-bridge/web-bridge';
import type { WebBridgeHandle } from '../web-bridge/web-bridge';
import type { Certificates } from './certificates';
import type { ClusterConfiguration } from './configuration';
import { defaultsOf } from './database/database';
import { callBridgeId, configurationOf, groupId, webBridgeId, webBridgeProfileId } from './definition';
import type { ClusterDefinition } from './definition';

export interface WebBridgeNode extends WebBridgeHandle {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly log: NodeLog;
}

/** A cluster whose nodes listen and are connected to each other. */
export interface RunningCluster {
  readonly configuration: ClusterConfiguration;
  readonly callBridges: readonly CallBridge[];
  readonly webBridges: readonly WebBridgeNode[];
  close(): Promise<void>;
}

/** Ports of one node; 0 takes any that is free. */
export interface NodePorts {
  http: number;
  https: number;
}

export interface ClusterOptions {
  definition: ClusterDefinition;
  certificates: Certificates;
  /** Directory of the built web app. */
  assets: string;
  clock: Clock;
  tempo: Tempo;
  choices: Choices;
  faults: ArmedFaults;
  happenings: Happenings;
  history: History;
  ids: Ids;
  guestWish: GuestWish;
  nextCallBridgePorts(): NodePorts;
  nextWebBridgePorts(): NodePorts;
}

/** Starts all nodes of a cluster. If one cannot have its port, none stays and {@link PortTakenError} names the port. */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const configuration = configurationOf(options.definition, options.ids.fork('configuration'));
  const homes = new Homes();
  const callBridges: CallBridge[] = [];
  const webBridges: WebBridgeNode[] = [];
  const close = async (): Promise<void> => {
    // Call bridges first: a web bridge that goes would have them remove its guests one by one.
    await Promise.all(callBridges.map((bridge) => bridge.close()));
    await Promise.all(webBridges.map((bridge) => bridge.close()));
  };
  try {
    for (const name of options.definition.webBridges) webBridges.push(await openWebBridge(options, configuration, name));
    for (const { name, version } of options.definition.callBridges) {
      callBridges.push(await openCallBridge(options, configuration, homes, { name, version }));
    }
  } catch (cause) {
    await close();
    throw cause;
  }
  for (const bridge of callBridges) bridge.connect();
  await Promise.all(callBridges.map((bridge) => bridge.connected()));
  return { configuration, callBridges, webBridges, close };
}

async function openWebBridge(options: ClusterOptions, configuration: ClusterConfiguration, name: string): Promise<WebBridgeNode> {
  const { certificates, clock, assets, ids } = options;
  const ports = options.nextWebBridgePorts();
  const id = webBridgeId(name);
  const log = createNodeLog(clock);
  const handle = await startWebBridge({
    id,
    name,
    c2wSecret: configuration.c2wSecret,
    http: { port: ports.http },
    https: { port: ports.https, key: certificates.key, cert: certificates.cert },
    assets,
    log: ({ facility, tag, text }) => log.write(`${tag}: ${text}`, facility === 'local7.info' ? 'local7' : 'local0'),
    ids: ids.fork(name),
    clock,
  }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') throw cause;
    throw new PortTakenError('port' in cause && typeof cause.port === 'number' ? cause.port : ports.http);
  });
  configuration.database.put({
    kind: 'webBridges',
    id,
    parent: null,
    values: {
      name,
      url: handle.httpUrl.replace(/^http:/, 'c2w:'),
      joinUrl: handle.httpsUrl,
      c2wUrl: `${handle.httpUrl.replace(/^http:/, 'ws:')}/c2w`,
      webBridgeProfile: webBridgeProfileId(configuration.name),
      callBridgeGroup: groupId(configuration.name),
    },
  });
  const version = options.definition.callBridges[0]?.version ?? '';
  return { ...handle, id, name, version, log };
}

async function openCallBridge(
  options: ClusterOptions,
  configuration: ClusterConfiguration,
  homes: Homes,
  { name, version }: { name: string; version: string },
): Promise<CallBridge> {
  const { certificates, clock, tempo, choices, faults, happenings, history, ids, guestWish } = options;
  const ports = options.nextCallBridgePorts();
  const bridge = await CallBridge.listen({
    id: callBridgeId(name),
    name,
    version,
    cluster: configuration,
    clock,
    ids: ids.fork(name),
    tempo,
    choices,
    faults,
    homes,
    happenings,
    history,
    http: { port: ports.http },
    https: { port: ports.https, key: certificates.key, cert: certificates.cert },
    guestWish,
  });
  configuration.database.put({
    kind: 'callBridges',
    id: bridge.id,
    parent: null,
    values: {
      name,
      address: bridge.httpsUrl,
      sipDomain: configuration.sipDomain,
      callBridgeGroup: groupId(configuration.name),
      linkUrl: `${bridge.httpUrl.replace(/^http:/, 'ws:')}/link`,
    },
  });
  configuration.database.put({
    kind: 'clusterSettings',
    id: bridge.id,
    parent: null,
    values: { ...defaultsOf('clusterSettings'), uniqueName: name },
  });
  return bridge;
}
