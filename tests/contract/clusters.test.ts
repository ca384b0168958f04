import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ProblemError } from '@/lib/problem/problem';
import { addInputSchema, editInputSchema } from '@/server/clusters/call-bridge-input';
import { createBridges, type Bridges } from '@/server/clusters/bridges';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { addPerson } from '../support/emulated-bridge';
import { patience, testSecret } from '../support/followed-emulator';
import { hastyClock } from '../support/hasty-clock';
import { scriptedBridge, xml, type ScriptedBridge } from '../support/scripted-bridge';

const log = pino({ enabled: false });

let emulator: Emulator;
let db: Kysely<Database>;
let bridges: Bridges;
const toClose: (() => Promise<void>)[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', dataDir: null, seed: 'clusters' });
  await addPerson(emulator, { kind: 'sip', name: 'Room 4', numericId: '1001', callBridge: 'cbcms1' });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  db = await memoryDatabase();
  bridges = createBridges({ db, secret: testSecret, log });
  await bridges.start();
});
afterEach(async () => {
  await bridges.stop();
  for (const close of toClose.splice(0)) await close();
  await db.destroy();
});

function https(name: string): string {
  const node = emulator.nodes.find((candidate) => candidate.name === name);
  if (!node) throw new Error(`there is no ${name}`);
  return node.https;
}

/** What an administrator fills in for one of the emulator's bridges, reached like a real one. */
const wish = (name: string, more: object = {}) =>
  addInputSchema.parse({
    address: https(name),
    username: 'api',
    password: 'emulator',
    trust: { kind: 'authority', value: emulator.authorityPem },
    ...more,
  });

async function problemOf(promise: Promise<unknown>) {
  const error = await promise.then(() => null, (thrown: unknown) => thrown);
  if (!(error instanceof ProblemError)) throw new Error(`a problem was expected, not ${String(error)}`);
  return error.problem;
}

const untilConnected = (id: string, of: Bridges = bridges) =>
  vi.waitFor(() => expect(of.inventory.picture.callBridges.get(id)?.state).toBe('connected'), patience);

describe('looking at a bridge before it is added', () => {
  test('shows its certificate, and then everything that is needed of it, step by step', async () => {
    const inspection = await bridges.clusters.inspect({ address: https('cbcms1') });
    expect(inspection).toMatchObject({ address: https('cbcms1'), certificate: { notAfter: expect.stringMatching(/^20/) } });
    const trust = { kind: 'fingerprint', value: inspection.certificate?.fingerprint ?? '' };
    const result = await bridges.clusters.test(wish('cbcms1', { trust }));
    expect(result.steps.map(({ step, ok }) => [step, ok])).toEqual([
      ['address', true],
      ['connection', true],
      ['certificate', true],
      ['account', true],
      ['role', true],
      ['version', true],
      ['events', true],
      ['cluster', true],
    ]);
    expect(result).toMatchObject({ ok: true, version: '3.9', cluster: { id: null, name: 'webapp.com' } });
    expect(result.callBridges.map(({ name, callBridge }) => [name, callBridge])).toEqual([
      ['cbcms1', null],
      ['cbcms2', null],
      ['cbcms3', null],
    ]);
    expect(bridges.clusters.list()).toEqual([]);
  });

  test.each([
    ['address', { address: 'http://192.0.2.1' }, /https/],
    ['connection', { address: 'https://127.0.0.1:9' }, /refuses connections/],
    ['certificate', { trust: { kind: 'system' } }, /not vouched for/],
    ['certificate', { trust: { kind: 'fingerprint', value: 'ab'.repeat(32) } }, /another certificate/],
    ['account', { password: 'wrong' }, /user name or the password/],
  ])('ends at the step that fails, with the reason: %s %o', async (step, more, reason) => {
    const result = await bridges.clusters.test(wish('cbcms1', more));
    expect(result).toMatchObject({ ok: false, cluster: null });
    expect(result.steps.at(-1)).toMatchObject({ step, ok: false, detail: expect.stringMatching(reason) });
  });

  test('warns of a version in which the web app cannot be moved', async () => {
    const result = await bridges.clusters.test(wish('cblegacy1'));
    expect(result.ok).toBe(true);
    expect(result.steps.find(({ step }) => step === 'version')).toMatchObject({ ok: null, detail: expect.stringMatching(/3\.2/) });
  });
});

describe('a bridge that was added', () => {
  test('is followed at once, and only observed until somebody says otherwise', async () => {
    const { id, cluster } = await bridges.clusters.add(wish('cbcms1'));
    await untilConnected(id);
    expect(cluster).toMatchObject({ name: 'webapp.com', mode: 'observe' });
    await vi.waitFor(() => expect(bridges.inventory.picture.participants.size).toBe(1), patience);
    const refused = await bridges.clusters.writerFor(id)?.moveParticipant('c', 'p');
    expect(refused).toMatchObject({ ok: false, error: { code: 'cluster-observe-only' } });
    await bridges.clusters.setMode(cluster.id, 'operate');
    expect(bridges.inventory.picture.callBridges.get(id)?.cluster.mode).toBe('operate');
    expect(await bridges.clusters.writerFor(id)?.moveParticipant('c', 'p')).toMatchObject({ ok: false, error: { code: 'bridge-refused' } });
    expect(await bridges.clusters.stopAll()).toMatchObject([{ id: cluster.id, mode: 'observe' }]);
    expect(await bridges.clusters.writerFor(id)?.moveParticipant('c', 'p')).toMatchObject({ error: { code: 'cluster-observe-only' } });
  });

  test('is there again after a restart, its password readable only with the secret', async () => {
    const { id, cluster } = await bridges.clusters.add(wish('cbcms1', { name: 'First' }));
    await bridges.clusters.setMode(cluster.id, 'operate');
    await bridges.stop();
    const rows = JSON.stringify(await db.selectFrom('call_bridges').selectAll().execute());
    expect(rows).not.toContain('"emulator"');
    const again = createBridges({ db, secret: testSecret, log });
    toClose.push(() => again.stop());
    await again.start();
    expect(again.clusters.list()).toEqual([{ id: cluster.id, name: 'webapp.com', mode: 'operate', modeSince: expect.any(String) as string, origin: 'configured', callBridges: [id], cdr: false }]);
    await untilConnected(id, again);
    expect((await problemOf(createBridges({ db, secret: 'another secret', log }).start())).code).toBe('wrong-secret');
  });

  test('brings the others of its cluster along, with the same account and in the same mode', async () => {
    const { id, cluster } = await bridges.clusters.add(wish('cbcms1'));
    await bridges.clusters.setMode(cluster.id, 'operate');
    const found = await bridges.clusters.discover(id);
    expect(found.map(({ name, callBridge }) => [name, callBridge])).toEqual([['cbcms1', id], ['cbcms2', null], ['cbcms3', null]]);
    const trust = { kind: 'authority' as const, value: emulator.authorityPem };
    const second = await bridges.clusters.add(addInputSchema.parse({ address: found[1]?.address, sameAccountAs: id, trust }));
    expect(second).toMatchObject({ name: 'cbcms2', cluster: { id: cluster.id, mode: 'operate' } });
    await untilConnected(second.id);
    expect(bridges.clusters.list()).toHaveLength(1);
    const elsewhere = await problemOf(bridges.clusters.add(addInputSchema.parse({ address: https('cblegacy1'), sameAccountAs: id, trust })));
    expect(elsewhere).toMatchObject({ code: 'invalid', errors: [{ path: 'address' }] });
  });

  test('is not added twice, nor at all if it fails the test', async () => {
    await bridges.clusters.add(wish('cbcms1'));
    expect((await problemOf(bridges.clusters.add(wish('cbcms1')))).code).toBe('conflict');
    const both = await Promise.allSettled([bridges.clusters.add(wish('cbcms2')), bridges.clusters.add(wish('cbcms2'))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await problemOf(bridges.clusters.add(wish('cbcms3', { password: 'wrong' })))).code).toBe('bridge-refused');
    expect((await problemOf(bridges.clusters.add(wish('cbcms3', { address: 'https://127.0.0.1:9' })))).code).toBe('bridge-unreachable');
    expect(bridges.clusters.list().flatMap(({ callBridges }) => callBridges)).toHaveLength(2);
  });

  test('takes on what is edited at once', async () => {
    const { id } = await bridges.clusters.add(wish('cbcms1'));
    await untilConnected(id);
    const renamed = await bridges.clusters.edit(id, { name: 'Headquarters' });
    expect(renamed).toMatchObject({ name: 'Headquarters', state: 'connected' });
    await bridges.clusters.edit(id, { password: 'wrong' });
    await vi.waitFor(() => {
      expect(bridges.inventory.picture.callBridges.get(id)).toMatchObject({ state: 'away', problem: { code: 'bridge-refused' } });
    }, patience);
    await bridges.clusters.edit(id, { password: 'emulator' });
    await untilConnected(id);
  });

  test('does not take its password along to another address', async () => {
    const { id } = await bridges.clusters.add(wish('cbcms1'));
    const refused = await problemOf(bridges.clusters.edit(id, editInputSchema.parse({ address: https('cbcms2') })));
    expect(refused).toMatchObject({ code: 'invalid', errors: [{ path: 'password' }] });
    const moved = await bridges.clusters.edit(id, { address: https('cbcms2'), password: 'emulator' });
    expect(moved.address).toBe(https('cbcms2'));
    await untilConnected(id);
  });

  test('goes with everything that only it told, and its cluster with it', async () => {
    const { id } = await bridges.clusters.add(wish('cbcms1'));
    await vi.waitFor(() => expect(bridges.inventory.picture.participants.size).toBe(1), patience);
    await bridges.clusters.remove(id);
    const { picture } = bridges.inventory;
    expect([picture.meetings.size, picture.participants.size, picture.callBridges.size]).toEqual([0, 0, 0]);
    expect(bridges.clusters.list()).toEqual([]);
    expect(await db.selectFrom('clusters').selectAll().execute()).toEqual([]);
    expect(bridges.clusters.writerFor(id)).toBeNull();
    expect((await problemOf(bridges.clusters.remove(id))).code).toBe('not-found');
  });
});

describe('the bridges of a rehearsal', () => {
  const rehearsal = () =>
    createBridges({ db, secret: testSecret, log, emulator: { authority: emulator.authorityPem, account: emulator.account, nodes: emulator.nodes } });

  test('operate from the start, keep the mode that they are given, and are not stored', async () => {
    const first = rehearsal();
    await first.start();
    expect([...first.clusters.modes()].sort()).toEqual([['emulator-legacy.example', 'operate'], ['emulator-webapp.com', 'operate']]);
    await first.clusters.setMode('emulator-webapp.com', 'observe');
    await first.stop();
    const second = rehearsal();
    toClose.push(() => second.stop());
    await second.start();
    expect(second.clusters.modes().get('emulator-webapp.com')).toBe('observe');
    expect(await db.selectFrom('call_bridges').selectAll().execute()).toEqual([]);
    expect((await problemOf(second.clusters.remove('emulator-cbcms1'))).code).toBe('conflict');
  });
});

test('a rehearsal that is left takes the bridges of the emulator along, and brings back those that are configured', async () => {
  const before = await bridges.clusters.add(wish('cbcms2'));
  await bridges.stop();
  const both = createBridges({
    db,
    secret: testSecret,
    log,
    emulator: { authority: emulator.authorityPem, account: emulator.account, nodes: emulator.nodes },
  });
  toClose.push(() => both.stop());
  await both.start();
  expect(both.clusters.list().map(({ origin }) => origin)).toEqual(['emulator', 'emulator']);
  await untilConnected('emulator-cbcms1', both);
  const { id } = await both.clusters.add(wish('cblegacy1'));
  expect((await problemOf(both.clusters.add(wish('cbcms2')))).code).toBe('conflict');
  await both.leaveRehearsal();
  expect(both.clusters.list().map(({ origin }) => origin)).toEqual(['configured', 'configured']);
  expect([...both.inventory.picture.callBridges.keys()].sort()).toEqual([before.id, id].sort());
  for (const bridge of [before.id, id]) await untilConnected(bridge, both);
});

describe('two clusters that turn out to be one', () => {
  async function singleUnit(peers: () => string): Promise<ScriptedBridge> {
    const started = await scriptedBridge((request, response) => {
      const path = (request.url ?? '').replace('/api/v1/', '').replace(/\?.*/, '');
      if (path === 'system/status') return xml(response, '<status><softwareVersion>3.9</softwareVersion></status>');
      if (path === 'callBridges') return xml(response, peers());
      if (path === 'calls' || path === 'participants') return xml(response, `<${path} total="0"></${path}>`);
      return xml(response, '<failureDetails><unrecognisedObject /></failureDetails>', 404);
    });
    toClose.push(() => started.close());
    return started;
  }

  test('are joined, in the more careful mode', async () => {
    let peers = '<callBridges total="0"/>';
    const units = [await singleUnit(() => peers), await singleUnit(() => peers)];
    const hasty = createBridges({ db, secret: testSecret, log, clock: hastyClock });
    toClose.unshift(() => hasty.stop());
    await hasty.start();
    const added = [];
    for (const { origin } of units) {
      added.push(await hasty.clusters.add(addInputSchema.parse({ address: origin, username: 'api', password: 'x', trust: { kind: 'system' } })));
    }
    expect(hasty.clusters.list()).toHaveLength(2);
    await hasty.clusters.setMode(added[0]?.cluster.id ?? '', 'operate');
    peers = '<callBridges total="2"><callBridge id="x"><name>x</name></callBridge><callBridge id="y"><name>y</name></callBridge></callBridges>';
    for (const { id } of added) await hasty.clusters.edit(id, { password: 'y' });
    await vi.waitFor(() => expect(hasty.clusters.list()).toHaveLength(1), patience);
    expect(hasty.clusters.list()).toMatchObject([{ id: added[0]?.cluster.id, mode: 'observe' }]);
    expect(await db.selectFrom('clusters').select('id').execute()).toEqual([{ id: added[0]?.cluster.id }]);
    for (const { id } of added) await untilConnected(id, hasty);
  });
});
