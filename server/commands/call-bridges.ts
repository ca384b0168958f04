import { z } from 'zod';
import { holdsCluster, seesCluster } from '@/lib/access/scope';
import { clusterModes } from '@/lib/meeting/call-bridge';
import { wantedMinutesSchema } from '@/lib/meeting/tracing';
import { ProblemError } from '@/lib/problem/problem';
import { addInputSchema, editInputSchema, inspectInputSchema, testInputSchema } from '@/server/clusters/call-bridge-input';
import { deed, read } from '@/server/commands/command';
import { pageInput, pageOf } from '@/server/commands/page';
import { inventoryFor } from '@/server/inventory/scoped-inventory';

const id = z.string().min(1).max(200);

export const listCallBridges = read({
  permission: 'call-bridges.read',
  scope: 'checked',
  input: z.object(pageInput),
  run: ({ inventory, changes }, { scope }, input) => ({
    ...pageOf(inventoryFor(inventory, scope).picture.callBridges.values(), (bridge) => `${bridge.cluster.name} ${bridge.name} ${bridge.id}`, input),
    sequence: changes.sequence,
  }),
});

export const listClusters = read({
  permission: 'call-bridges.read',
  scope: 'checked',
  input: z.object(pageInput),
  run: ({ clusters, changes }, { scope }, input) => ({
    ...pageOf(clusters.list().filter(({ id }) => seesCluster(scope, id)), (cluster) => `${cluster.name} ${cluster.id}`, input),
    sequence: changes.sequence,
  }),
});

/** The certificate that an address shows, to be compared before anything secret is sent there. */
export const inspectCallBridge = read({
  permission: 'call-bridges.write',
  scope: 'refused',
  input: inspectInputSchema,
  run: ({ clusters }, _, input) => clusters.inspect(input),
});

/** Sends the account to the bridge, and keeps nothing. */
export const testCallBridge = read({
  permission: 'call-bridges.write',
  scope: 'refused',
  input: testInputSchema,
  run: ({ clusters }, _, input) => clusters.test(input),
});

/** The other bridges of a bridge's cluster, and which of them are connected already. */
export const discoverCallBridges = read({
  permission: 'call-bridges.write',
  scope: 'refused',
  input: z.object({ id }),
  async run({ clusters }, _, input) {
    return { items: await clusters.discover(input.id) };
  },
});

/**
 * Connects a real bridge. The emulator's clusters are never shown beside real ones, so that during a rehearsal the caller has to
 * say that it may end.
 */
export const addCallBridge = deed({
  permission: 'call-bridges.write',
  scope: 'refused',
  input: addInputSchema.safeExtend({ leaveRehearsal: z.boolean().optional() }),
  async run({ clusters, rehearsal }, _, { leaveRehearsal, ...input }) {
    if (rehearsal.isOn() && !leaveRehearsal) {
      throw new ProblemError('conflict', 'The rehearsal is on. Connecting a real call bridge ends it: say so with leaveRehearsal.');
    }
    const added = await clusters.add(input);
    if (rehearsal.isOn()) await rehearsal.leave();
    return added;
  },
  record: ({ address, name, username, leaveRehearsal }, output) => ({ id: output?.id, address, name, username, leaveRehearsal }),
});

export const editCallBridge = deed({
  permission: 'call-bridges.write',
  scope: 'refused',
  input: editInputSchema.extend({ id }),
  run: ({ clusters }, _, { id: bridge, ...input }) => clusters.edit(bridge, input),
  record: ({ id: bridge, address, name, username, password, trust }) => ({
    id: bridge,
    address,
    name,
    username,
    newPassword: password !== undefined,
    newTrust: trust !== undefined,
  }),
});

export const removeCallBridge = deed({
  permission: 'call-bridges.write',
  scope: 'refused',
  input: z.object({ id }),
  async run({ clusters }, _, input) {
    await clusters.remove(input.id);
    return null;
  },
  record: (input) => input,
});

/** Whether a bridge writes the requests to its API into its log, and for how much longer. */
export const getTracing = read({
  permission: 'call-bridges.write',
  scope: 'refused',
  input: z.object({ id }),
  run: ({ tracing }, _, input) => tracing.stateOf(input.id),
});

/** Has a bridge do so for a time, so that the next moves can be explained from its log; 0 ends it. */
export const changeTracing = deed({
  permission: 'call-bridges.write',
  scope: 'refused',
  input: z.strictObject({ id, minutes: wantedMinutesSchema }),
  run: ({ tracing }, _, { id: bridge, minutes }) => tracing.change(bridge, minutes),
  record: (input, output) => ({ ...input, name: output?.callBridge.name }),
});

/** Either what Usher may do on a cluster, or whether the cluster sends its call detail records. */
export const changeCluster = deed({
  permission: 'call-bridges.write',
  scope: 'refused',
  input: z
    .strictObject({ id, mode: z.enum(clusterModes).optional(), cdr: z.boolean().optional() })
    .refine(({ mode, cdr }) => (mode === undefined) !== (cdr === undefined), 'Give either mode or cdr.'),
  async run({ clusters }, _, { id: cluster, mode, cdr }) {
    return mode === undefined ? clusters.setCdr(cluster, cdr ?? false) : clusters.setMode(cluster, mode);
  },
  record: (input, output) => ({ ...input, name: output?.name }),
});

/** Turns every cluster to `observe`, at once; whoever is limited turns those that are wholly theirs. Problem: `forbidden` where none is. */
export const stopAll = deed({
  permission: 'stop-all',
  scope: 'checked',
  input: z.strictObject({}),
  async run({ clusters }, { name, scope }) {
    if (scope === null) return { items: await clusters.stopAll() };
    const held = clusters.list().filter(({ id }) => holdsCluster(scope, id));
    if (held.length === 0) throw new ProblemError('forbidden', `No cluster is wholly within what ${name} is limited to.`);
    return { items: await Promise.all(held.map((cluster) => clusters.setMode(cluster.id, 'observe'))) };
  },
  record: (_, output) => ({ clusters: output?.items.map(({ name }) => name) }),
});
