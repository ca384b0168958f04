import { isAtLeast } from '@/lib/meeting/version';
import { saysUnknown } from '@/server/bridge-client/answer-reading';
import { BridgeReader } from '@/server/bridge-client/bridge-reader';
import { BridgeTransport, type BridgeAccess } from '@/server/bridge-client/bridge-transport';
import type { BridgeError } from '@/server/bridge-client/bridge-error';
import type { ListedCallBridge } from '@/server/bridge-client/bridge-objects';
import { inspectCertificate } from '@/server/bridge-client/certificate';
import type { Clock } from '@/server/bridge-client/clock';
import { connectionFailure } from '@/server/bridge-client/exchange-failure';
import { unreachable } from '@/server/bridge-client/failure-words';
import { connectOnce } from '@/server/bridge-client/secure-connector';
import type { CertificateFacts } from '@/server/bridge-client/trust';
import type { TestStep, TestStepName } from '@/server/clusters/cluster-admin';

/** What a bridge showed of itself, step by step, up to the first thing that is in the way. */
export interface Probe {
  readonly steps: TestStep[];
  /** What is in the way; null if nothing is. */
  error: BridgeError | null;
  certificate: CertificateFacts | null;
  version: string | null;
  clusterId: string | null;
  peers: readonly ListedCallBridge[];
}

/** Tries everything that Usher needs of a bridge. Changes nothing there. */
export async function probe(access: BridgeAccess, clock: Clock): Promise<Probe> {
  const found: Probe = { steps: [], error: null, certificate: null, version: null, clusterId: null, peers: [] };
  const transport = new BridgeTransport({ ...access, clock });
  const reader = new BridgeReader(transport, 'read');
  try {
    const stages = [askCertificate, askTrust, askAccount, askRole, askEvents, askCluster];
    for (const stage of stages) if (!(await stage({ found, access, transport, reader }))) break;
  } finally {
    await transport.close();
  }
  return found;
}

interface Stage {
  readonly found: Probe;
  readonly access: BridgeAccess;
  readonly transport: BridgeTransport;
  readonly reader: BridgeReader;
}

async function askCertificate({ found, access }: Stage): Promise<boolean> {
  const certificate = await inspectCertificate(access.address);
  if (!certificate.ok) return failed(found, 'connection', certificate.error);
  found.certificate = certificate.value;
  return passed(found, 'connection', `${access.address.origin} takes connections.`);
}

async function askTrust({ found, access, transport }: Stage): Promise<boolean> {
  if (!access.address.secure) return passed(found, 'certificate', 'Over http there is none. This is for this machine only.');
  try {
    (await connectOnce(transport.connector, access.address)).destroy();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return failed(found, 'certificate', unreachable(access.address, connectionFailure(error)));
  }
  return passed(found, 'certificate', `Trusted; valid until ${found.certificate?.notAfter.slice(0, 10) ?? 'an unknown day'}.`);
}

async function askAccount({ found, reader }: Stage): Promise<boolean> {
  const status = await reader.systemStatus();
  if (!status.ok) return failed(found, status.error.status === 403 ? 'role' : 'account', status.error);
  found.version = status.value.softwareVersion;
  found.clusterId = status.value.clusterId;
  return passed(found, 'account', 'The account is accepted.');
}

async function askRole({ found, reader }: Stage): Promise<boolean> {
  const calls = await reader.calls();
  if (!calls.ok) return failed(found, 'role', calls.error);
  passed(found, 'role', 'The account may use the API.');
  found.steps.push(versionStep(found.version));
  return true;
}

async function askEvents({ found, reader }: Stage): Promise<boolean> {
  const token = await reader.authToken();
  if (token.ok) return passed(found, 'events', 'The call bridge sends events.');
  if (!saysUnknown(token.error)) return failed(found, 'events', token.error);
  found.steps.push({ step: 'events', ok: null, detail: 'The call bridge sends no events. It will be asked every few seconds.' });
  return true;
}

async function askCluster({ found, reader }: Stage): Promise<boolean> {
  const peers = await reader.callBridges();
  if (!peers.ok) return failed(found, 'cluster', peers.error);
  found.peers = peers.value;
  const names = peers.value.map(({ name }) => name).join(', ');
  return passed(found, 'cluster', names === '' ? 'A single call bridge.' : `A cluster of ${peers.value.length}: ${names}.`);
}

/** Source: docs/cms-wire.md, section 6.1. */
function versionStep(version: string | null): TestStep {
  if (version === null) return { step: 'version', ok: null, detail: 'The call bridge does not tell its version.' };
  if (isAtLeast(version, '2.6') === false) {
    return { step: 'version', ok: null, detail: `Version ${version}. Nobody can be moved; that came with 2.6.` };
  }
  if (isAtLeast(version, '3.2') === false) {
    return { step: 'version', ok: null, detail: `Version ${version}. People in the web app cannot be moved; that came with 3.2.` };
  }
  return { step: 'version', ok: true, detail: `Version ${version}.` };
}

function passed(found: Probe, step: TestStepName, detail: string): true {
  found.steps.push({ step, ok: true, detail });
  return true;
}

function failed(found: Probe, step: TestStepName, error: BridgeError): false {
  found.steps.push({ step, ok: false, detail: error.detail });
  found.error = error;
  return false;
}
