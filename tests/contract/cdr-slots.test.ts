import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { addInputSchema } from '@/server/clusters/call-bridge-input';
import { memoryDatabase } from '@/server/db/memory-database';
import { addPerson, emulatedBridge, type EmulatedBridge } from '../support/emulated-bridge';
import { hastyClock } from '../support/hasty-clock';
import { startIntakeStage, type IntakeStage } from '../support/intake-stage';

/** A bridge of the emulator, set up like a real one. */
let emulator: Emulator;
let bridge: EmulatedBridge;
let stage: IntakeStage;
let id: string;
let cluster: string;

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', dataDir: null, seed: 'slots', tempo: { mediaDelayMs: 0, dialDelayMs: 0 } });
  bridge = emulatedBridge(emulator, 'cbcms1');
});
afterAll(() => emulator.close());

const wish = () => addInputSchema.parse({ address: https('cbcms1'), username: 'api', password: 'emulator', trust: { kind: 'authority', value: emulator.authorityPem } });
const https = (name: string) => emulator.nodes.find((node) => node.name === name)?.https ?? '';

beforeEach(async () => {
  // What is looked at every minute, is looked at every six seconds.
  stage = await startIntakeStage({ clock: hastyClock });
  const added = await stage.bridges.clusters.add(wish());
  id = added.id;
  cluster = added.cluster.id;
  await expect.poll(() => stage.bridge(id)?.state).toBe('connected');
});
afterEach(async () => {
  await stage.close();
  for (const slot of await slots()) await bridge.request('DELETE', `system/cdrReceivers/${slot.id}`);
});

async function slots(): Promise<{ id: string; uri: string }[]> {
  const listed = await bridge.get('system/cdrReceivers');
  return [...listed.matchAll(/<cdrReceiver id="([^"]+)"><uri>([^<]*)</g)].map(([, slot = '', uri = '']) => ({ id: slot, uri }));
}
const uris = async () => (await slots()).map(({ uri }) => uri);
const ours = async () => (await uris()).filter((uri) => uri.startsWith(`${stage.cdrUrl}/cdr/${id}/`));
const takeByOther = (uri: string) => bridge.request('POST', 'system/cdrReceivers', `uri=${encodeURIComponent(uri)}`);
const feed = () => [stage.bridge(id)?.feeds.cdr, stage.bridge(id)?.callRecords?.problem ?? null];
const wanted = (cdr: boolean) => stage.bridges.clusters.setCdr(cluster, cdr);

describe('a cluster that was connected', () => {
  test('is asked for no records until somebody says so, and then takes one slot, in observe too', async () => {
    await expect.poll(feed).toEqual(['off', null]);
    expect(await slots()).toEqual([]);
    expect(await wanted(true)).toMatchObject({ mode: 'observe', cdr: true });
    await expect.poll(ours).toHaveLength(1);
    await expect.poll(feed).toEqual(['waiting', null]);
    await addPerson(emulator, { kind: 'sip', name: 'Room 1', numericId: '1001', callBridge: 'cbcms1' });
    await expect.poll(feed).toEqual(['active', null]);
    expect(await slots()).toHaveLength(1);
  });

  test('takes no slot of another, whatever stands in it', async () => {
    const theirs = ['http://127.0.0.1:9/meetings/cdr/1/?token=0a', `${stage.cdrUrl}/cdr/somebody/else`, `http://127.0.0.1:9/cdr/${id}/0123`];
    for (const uri of theirs) await takeByOther(uri);
    const before = await slots();
    await wanted(true);
    await expect.poll(uris).toHaveLength(4);
    expect((await slots()).slice(0, 3)).toEqual(before);
    await wanted(false);
    await expect.poll(slots).toEqual(before);
  });

  test('says that all four are taken, and takes the first that becomes free', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await takeByOther(`http://127.0.0.1:9/${name}`);
    const before = await slots();
    await wanted(true);
    await expect.poll(feed).toEqual(['waiting', expect.stringMatching(/All 4 receivers .* are taken by others/)]);
    expect(await slots()).toEqual(before);
    await bridge.request('DELETE', `system/cdrReceivers/${before[2]?.id}`);
    await expect.poll(ours).toHaveLength(1);
    await expect.poll(feed).toEqual(['waiting', null]);
  });

  test('gets its slot back when it has lost it', async () => {
    await wanted(true);
    await expect.poll(ours).toHaveLength(1);
    const [lost] = await slots();
    await bridge.request('DELETE', `system/cdrReceivers/${lost?.id}`);
    await expect.poll(async () => (await slots()).map(({ id, uri }) => ({ isOther: id !== lost?.id, uri }))).toEqual([{ isOther: true, uri: lost?.uri }]);
  });

  test('is known to have made records that nobody got, before any other comes', async () => {
    await wanted(true);
    await expect.poll(ours).toHaveLength(1);
    await addPerson(emulator, { kind: 'sip', name: 'Room 1', numericId: '1002', callBridge: 'cbcms1' });
    await expect.poll(feed).toEqual(['active', null]);
    expect(stage.bridge(id)?.callRecords?.missing).toBe(0);
    // Once more where the slot was taken anew before anything was recorded.
    await expect
      .poll(async () => {
        for (const lost of await slots()) await bridge.request('DELETE', `system/cdrReceivers/${lost.id}`);
        await addPerson(emulator, { kind: 'sip', name: 'Room 2', numericId: '1002', callBridge: 'cbcms1' });
        await expect.poll(ours).toHaveLength(1);
        return stage.bridge(id)?.callRecords?.missing;
      })
      .toBeGreaterThan(0);
  });

  test('gives its slot up when no records are wanted, and when the bridge is removed', async () => {
    await wanted(true);
    await expect.poll(ours).toHaveLength(1);
    const [before] = await ours();
    await wanted(false);
    await expect.poll(slots).toEqual([]);
    await expect.poll(feed).toEqual(['off', null]);
    await wanted(true);
    await expect.poll(ours).toHaveLength(1);
    expect(await ours()).not.toEqual([before]);
    await stage.bridges.clusters.remove(id);
    expect(await slots()).toEqual([]);
    expect(await stage.db.selectFrom('cdr_secrets').selectAll().execute()).toEqual([]);
  });
});

test('a bridge that is given another address gives up the slot at the one before', async () => {
  await wanted(true);
  await expect.poll(ours).toHaveLength(1);
  const other = emulatedBridge(emulator, 'cbcms2');
  await stage.bridges.clusters.edit(id, { address: https('cbcms2'), password: 'emulator' });
  expect(await slots()).toEqual([]);
  await expect.poll(() => other.get('system/cdrReceivers')).toContain(`/cdr/${id}/`);
  await wanted(false);
  await expect.poll(() => other.get('system/cdrReceivers')).toContain('total="0"');
});

describe('an Usher that is started again', () => {
  test('knows its own slot, and takes another in its place where it is reached in another way', async () => {
    const db = await memoryDatabase();
    const first = await startIntakeStage({ db });
    const added = await first.bridges.clusters.add(wish());
    await first.bridges.clusters.setCdr(added.cluster.id, true);
    await expect.poll(slots).toHaveLength(1);
    const [before] = await slots();
    await first.close();
    const same = await startIntakeStage({ db, cdrUrl: first.cdrUrl });
    await expect.poll(() => same.bridge(added.id)?.feeds.cdr).toBe('waiting');
    await same.close();
    expect(await slots()).toEqual([before]);
    const other = await startIntakeStage({ db });
    await expect.poll(uris).toEqual([before?.uri.replace(first.cdrUrl, other.cdrUrl)]);
    await other.close();
    await db.destroy();
  });

  test('keeps the secret sealed', async () => {
    await wanted(true);
    await expect.poll(ours).toHaveLength(1);
    const secret = (await ours())[0]?.split('/').at(-1) ?? '';
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    const stored = await stage.db.selectFrom('cdr_secrets').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(JSON.stringify(stage.bridge(id))).not.toContain(secret);
  });
});
