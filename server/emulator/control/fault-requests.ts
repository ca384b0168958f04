import { z } from 'zod';
import type { RunningCluster } from '../cluster/running-cluster';
import type { ArmedFault, ArmedFaults, FaultTarget } from '../faults/armed-faults';
import { faultCodes, faultTable } from '../faults/fault-table';
import type { FaultCode, FaultRow, FaultScope } from '../faults/fault-table';
import type { Happenings } from '../faults/happenings';
import { checked, ok, problem, wrongField } from './reply';
import type { Reply } from './reply';

interface Parts {
  clusters: readonly RunningCluster[];
  faults: ArmedFaults;
  happenings: Happenings;
}

const id = z.string().trim().toLowerCase().min(1).max(100);
const node = z.string().trim().min(1).max(100);

/** Without any scope a fault is for everybody. */
const newFault = z
  .strictObject({
    fault: z.enum(faultCodes),
    participant: id.optional(),
    /** Id or correlator of the call that people are moved to. */
    call: id.optional(),
    callBridge: node.optional(),
    link: z
      .tuple([node, node])
      .refine(([one, other]) => one !== other, { error: 'A link has two different ends.' })
      .optional(),
    times: z.enum(['once', 'until-cleared']),
  })
  .refine((wanted) => scopesOf(wanted).length <= 1, { error: 'Give one of participant, call, callBridge and link, or none of them.' })
  .refine((wanted) => (faultTable[wanted.fault].scopes as readonly FaultScope[]).includes(scopesOf(wanted)[0] ?? 'everybody'), {
    error: 'This fault cannot be armed for that.',
    path: ['fault'],
  });

type NewFault = z.infer<typeof newFault>;

/** `/faults` and `/happened` of the control port; null for any other route. */
export function answerFaults(parts: Parts, route: string, query: URLSearchParams, body: unknown): Reply | Promise<Reply> | null {
  switch (route) {
    case 'GET /faults':
      return ok({ faults: faultCodes.map((fault) => ({ fault, ...(faultTable[fault] as FaultRow) })), armed: parts.faults.list().map(armedView) });
    case 'POST /faults':
      return checked(newFault, body, (wanted) => arm(parts, wanted));
    case 'DELETE /faults':
      parts.faults.clearAll();
      return ok({ cleared: true });
    case 'GET /happened':
      return happened(parts, query);
  }
  const [, number] = /^DELETE \/faults\/(\d{1,15})$/.exec(route) ?? [];
  if (number === undefined) return null;
  return parts.faults.clear(Number(number)) ? ok({ cleared: true }) : problem(404, 'not-found', 'Nothing is armed under that number.');
}

function arm({ clusters, faults }: Parts, wanted: NewFault): Reply {
  const target = targetOf(clusters, wanted);
  return 'status' in target ? target : { status: 201, body: armedView(faults.arm(wanted.fault, target, wanted.times)) };
}

function targetOf(clusters: readonly RunningCluster[], { fault, participant, call, callBridge, link }: NewFault): FaultTarget | Reply {
  const bridges = clusters.flatMap(({ callBridges }) => callBridges);
  if (participant !== undefined) {
    const found = bridges.map(({ world }) => world.participants.get(participant)).find((one) => one !== undefined);
    return found ? { scope: 'participant', participant, name: found.name } : notFound('There is no participant by that id.');
  }
  if (call !== undefined) {
    const found = bridges.flatMap(({ world }) => [...world.calls.values()]).find(({ id: one, correlator }) => one === call || correlator === call);
    return found ? { scope: 'call', correlator: found.correlator, name: found.name } : notFound('There is no call by that id.');
  }
  if (callBridge !== undefined) {
    return bridges.some(({ name }) => name === callBridge) ? { scope: 'callBridge', callBridge } : notFound(`There is no call bridge ${callBridge}.`);
  }
  return link === undefined ? { scope: 'everybody' } : linkOf(clusters, fault, link);
}

/** A link that this fault can break: both ends in one cluster, one of them a call bridge, the other what the fault says. */
function linkOf(clusters: readonly RunningCluster[], fault: FaultCode, link: readonly [string, string]): FaultTarget | Reply {
  const nodes = clusters.flatMap(({ configuration: { name: cluster }, callBridges, webBridges }) => [
    ...callBridges.map(({ name }) => ({ name, cluster, kind: 'call-bridge' })),
    ...webBridges.map(({ name }) => ({ name, cluster, kind: 'web-bridge' })),
  ]);
  const [one, other] = link.map((end) => nodes.find(({ name }) => name === end));
  if (!one || !other) return notFound(`There is no node ${link[one ? 1 : 0]}.`);
  const { farEnd }: FaultRow = faultTable[fault];
  const fits = one.cluster === other.cluster && [one.kind, other.kind].toSorted().join() === ['call-bridge', farEnd].toSorted().join();
  return fits ? { scope: 'link', link } : wrongField('link', `This fault breaks no link between ${one.name} and ${other.name}.`);
}

function notFound(detail: string): Reply {
  return problem(404, 'not-found', detail);
}

function happened({ happenings }: Parts, query: URLSearchParams): Reply {
  const after = Number(query.get('after') ?? '0');
  if (!Number.isSafeInteger(after) || after < 0) return wrongField('after', 'after is the number of something that happened, 0 or more.');
  return ok({ happened: happenings.after(after) });
}

function armedView({ id: number, fault, target, times, armedAtMs, fired }: ArmedFault) {
  return { id: number, fault, target, times, armedAt: new Date(armedAtMs).toISOString(), fired };
}

function scopesOf({ participant, call, callBridge, link }: Partial<Record<FaultScope, unknown>>): FaultScope[] {
  const given = { participant, call, callBridge, link };
  return (Object.keys(given) as (keyof typeof given)[]).filter((scope) => given[scope] !== undefined);
}
