import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCluster } from '@/server/emulator/create-cluster';
import type { TestCluster } from '@/server/emulator/create-cluster';
import { addPerson, askControl, emulatedBridge, idsOf, valueOf, worldOf } from '../support/emulated-bridge';
import { eventually } from '../support/eventually';

const callBridges = ['cb1', 'cb2', 'cb3'].map((name) => ({ name, version: '3.9' }));
const webBridges = ['wb1', 'wb2'];
const seeds = ['twins', 'twins', 'somebody else'];
let clusters: TestCluster[];

beforeAll(async () => {
  clusters = await Promise.all(seeds.map((seed) => createCluster({ callBridges, webBridges }, { seed })));
  await Promise.all(clusters.map(live));
});
afterAll(() => Promise.all(clusters.map((cluster) => cluster.close())));

/** A quarter of an hour in which people come, are recorded and moved, and leave. */
async function live(cluster: TestCluster): Promise<void> {
  const cb2 = emulatedBridge(cluster, 'cb2');
  const guest = await addPerson(cluster, { kind: 'web-app', name: 'Ana', numericId: '1001' });
  for (const name of ['Room 1', 'Room 2', 'lossy room']) await addPerson(cluster, { kind: 'sip', name, numericId: '1001' });
  cluster.clock.advance(60_000);
  const room = await addPerson(cluster, { kind: 'sip', name: 'Room 4', numericId: '1002', callBridge: 'cb2' });
  const call = valueOf(await cb2.get(`participants/${room.participant}`), 'call');
  await cb2.request('PUT', `calls/${call}`, 'recording=true');
  await eventually(async () => {
    cluster.clock.advance(0);
    expect(valueOf(await cb2.get(`calls/${call}`), 'recordingStatus')).toBe('true');
  });
  cluster.clock.advance(60_000);
  const { created } = await cb2.request('POST', `calls/${call}/participants`, `movedParticipant=${guest.participant}&needsActivation=false`);
  await eventually(async () => expect(await peopleOf(cluster)).toSatisfy((people: Person[]) => hasMoved(people, guest.participant, created)));
  await cb2.request('POST', 'coSpaces', 'name=New&requireCallId=true');
  await cb2.request('DELETE', `participants/${room.participant}`);
  cluster.clock.advance(780_000);
}

type Person = { id: string; state: string };

async function peopleOf(cluster: TestCluster): Promise<Person[]> {
  return (await worldOf(cluster)).callBridges.flatMap(({ calls }) => calls.flatMap(({ participants }) => participants));
}

function hasMoved(people: readonly Person[], old: string, created: string): boolean {
  return people.some(({ id, state }) => id === created && state === 'connected') && people.every(({ id }) => id !== old);
}

/** What a cluster tells of itself. */
async function taleOf(cluster: TestCluster): Promise<unknown> {
  const logs = await Promise.all(cluster.nodes.map(async ({ name }) => (await askControl(cluster, 'GET', `/log?node=${name}`)).body));
  const bridge = emulatedBridge(cluster, 'cb1');
  const legs = idsOf(await bridge.get('callLegs'), 'callLeg');
  const documents = await Promise.all(['coSpaces', 'system/status', ...legs.map((leg) => `callLegs/${leg}`)].map((path) => bridge.get(path)));
  return { world: await worldOf(cluster), logs, documents };
}

test('clusters of one seed with the same commands at the same times have the same world, documents and logs', async () => {
  const [one, other] = await Promise.all(clusters.map(taleOf));
  expect(one).toEqual(other);
});

test('another seed gives as many people other ids', async () => {
  const [one, , stranger] = await Promise.all(clusters.map(peopleOf));
  expect(one?.length).toBe(stranger?.length);
  expect(one?.filter(({ id }) => stranger?.some((who) => who.id === id))).toEqual([]);
});
