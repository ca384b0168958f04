import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AuditRecord } from '@/lib/audit/audit-record';
import type { CallBridge, Cluster } from '@/lib/meeting/call-bridge';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { addPerson, emulatedBridge, worldOf } from '../support/emulated-bridge';
import type { ApiAnswer } from '../support/run-usher';
import { meetingNamed, patience } from '../support/stage';
import { startUsher, type RunningUsher } from '../support/usher';

/** Stands for somebody's real clusters: nothing but addresses, an account and an authority is known of it. */
let real: Emulator;
beforeAll(async () => {
  const tempo = { mediaDelayMs: 0, dialDelayMs: 0 };
  real = await startEmulator({ basePort: 0, scenario: 'empty', dataDir: null, tempo });
  await addPerson(real, { kind: 'sip', name: 'Room One', numericId: '1001', callBridge: 'cbcms1' });
  await addPerson(real, { kind: 'sip', name: 'Room Two', numericId: '1002', callBridge: 'cbcms2' });
});
afterAll(() => real.close());

const account = { username: 'api', password: 'emulator' };
const authority = () => ({ kind: 'authority', value: real.authorityPem });

function addressOf(name: string): string {
  return real.nodes.find((node) => node.name === name)?.https ?? '';
}

/** Asks for something about call bridges and gives the body, which has to be of that status. */
async function asked<T>(answer: Promise<ApiAnswer>, status: number): Promise<T> {
  const { status: found, body } = await answer;
  expect({ status: found, body }).toMatchObject({ status });
  return body as T;
}

async function bridgesOf(usher: RunningUsher): Promise<CallBridge[]> {
  return (await asked<{ items: CallBridge[] }>(usher.api('/call-bridges'), 200)).items;
}

const untilSeen = (usher: RunningUsher, id: string) =>
  vi.waitUntil(async () => (await bridgesOf(usher)).find((bridge) => bridge.id === id && bridge.state === 'connected'), patience);

describe('without a rehearsal', () => {
  let usher: RunningUsher;
  let first: CallBridge;
  let second: CallBridge;
  beforeAll(async () => {
    usher = await startUsher({ env: { EMULATOR: 'off' } });
  });
  afterAll(() => usher.stop());

  test('an address shows its certificate before anything secret is sent', async () => {
    const { address, certificate } = await asked<{ address: string; certificate: { fingerprint: string; notAfter: string } }>(
      usher.api('/call-bridges/inspect', { body: { address: addressOf('cbcms1') } }),
      200,
    );
    expect(address).toBe(addressOf('cbcms1'));
    expect(certificate.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    await asked(usher.api('/call-bridges/inspect', { body: { address: 'https://127.0.0.1:9' } }), 504);
    await asked(usher.api('/call-bridges/inspect', { body: { address: 'ftp://127.0.0.1' } }), 422);
  });

  test('a test says step by step what is in order and what is not, and keeps nothing', async () => {
    const wish = { address: addressOf('cbcms1'), ...account, trust: authority() };
    expect(await asked(usher.api('/call-bridges/test', { body: wish }), 200)).toMatchObject({
      ok: true,
      version: '3.9',
      cluster: { id: null, name: 'webapp.com' },
      callBridges: [{ name: 'cbcms1' }, { name: 'cbcms2' }, { name: 'cbcms3' }],
    });
    const wrong = await asked<{ steps: { step: string; ok: boolean; detail: string }[] }>(
      usher.api('/call-bridges/test', { body: { ...wish, password: 'a wrong password' } }),
      200,
    );
    expect(wrong).toMatchObject({ ok: false });
    expect(wrong.steps.at(-1)).toMatchObject({ step: 'account', ok: false, detail: expect.stringMatching(/password/) });
    expect(await asked(usher.api('/call-bridges'), 200)).toMatchObject({ items: [], total: 0 });
  });

  test('a bridge is added by the fingerprint that was confirmed; its cluster starts in observe', async () => {
    const { certificate } = await asked<{ certificate: { fingerprint: string } }>(
      usher.api('/call-bridges/inspect', { body: { address: addressOf('cbcms1') } }),
      200,
    );
    const trust = { kind: 'fingerprint', value: certificate.fingerprint };
    first = await asked<CallBridge>(usher.api('/call-bridges', { body: { address: addressOf('cbcms1'), ...account, trust } }), 201);
    expect(first).toMatchObject({ name: 'cbcms1', origin: 'configured', cluster: { name: 'webapp.com', mode: 'observe' } });
    await untilSeen(usher, first.id);
    expect((await meetingNamed(usher, 'Space 1')).participantCount).toBe(1);
  });

  test('the others of its cluster are offered, and join it by the same account and an authority', async () => {
    const peers = await asked<{ items: { name: string; address: string; callBridge: string | null }[] }>(
      usher.api(`/call-bridges/${first.id}/peers`),
      200,
    );
    expect(peers.items.map(({ name, callBridge }) => [name, callBridge])).toEqual([['cbcms1', first.id], ['cbcms2', null], ['cbcms3', null]]);
    const body = { address: peers.items[1]?.address, sameAccountAs: first.id, trust: authority() };
    second = await asked<CallBridge>(usher.api('/call-bridges', { body }), 201);
    expect(second).toMatchObject({ name: 'cbcms2', cluster: { id: first.cluster.id } });
    await untilSeen(usher, second.id);
    const { items } = await asked<{ items: Cluster[] }>(usher.api('/clusters'), 200);
    expect(items).toEqual([{ id: first.cluster.id, name: 'webapp.com', mode: 'observe', origin: 'configured', callBridges: [first.id, second.id], cdr: false, modeSince: expect.any(String) }]);
  });

  test('a cluster that is only observed sends its call records once it is asked to, to an address whose secret lies nowhere in the clear', async () => {
    const patch = (body: object) => usher.api(`/clusters/${first.cluster.id}`, { method: 'PATCH', body });
    expect(await asked(patch({ cdr: true, mode: 'operate' }), 422)).toMatchObject({ code: 'invalid' });
    expect(await asked(patch({}), 422)).toMatchObject({ code: 'invalid' });
    expect(await asked(patch({ cdr: true }), 200)).toMatchObject({ mode: 'observe', cdr: true });
    const receivers = () => emulatedBridge(real, 'cbcms1').get('system/cdrReceivers');
    await vi.waitUntil(async () => (await receivers()).includes(`${usher.url}/cdr/${first.id}/`), patience);
    const { participant } = await addPerson(real, { kind: 'sip', name: 'Passing', numericId: '1003', callBridge: 'cbcms1' });
    await vi.waitUntil(async () => (await bridgesOf(usher)).find(({ id, feeds, callRecords }) => id === first.id && feeds.cdr === 'active' && (callRecords?.received ?? 0) >= 3), patience);
    const secret = /cdr\/[^/]+\/([0-9a-f]{64})</.exec(await receivers())?.[1] ?? '';
    expect(secret).toHaveLength(64);
    for (const file of readdirSync(usher.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
      expect(readFileSync(path.join(file.parentPath, file.name)).includes(secret), file.name).toBe(false);
    }
    const said = [usher.output(), (await usher.api('/audit?limit=500')).body, await bridgesOf(usher), (await usher.api('/clusters')).body];
    expect(JSON.stringify(said)).not.toContain(secret);
    expect((await fetch(`${usher.url}/cdr/${first.id}/${'0'.repeat(64)}`, { method: 'POST', body: 'x' })).status).toBe(404);
    expect((await fetch(`${usher.url}/cdr/${first.id}/${secret}`, { method: 'POST', body: 'x' })).status).toBe(422);
    await emulatedBridge(real, 'cbcms1').request('DELETE', `participants/${participant}`);
    expect(await asked(patch({ cdr: false }), 200)).toMatchObject({ cdr: false });
    await vi.waitUntil(async () => (await receivers()).includes('total="0"'), patience);
  });

  test('nobody is moved while the cluster is only observed, and then they are', async () => {
    const people = await asked<{ items: Participant[] }>(usher.api('/participants?search=Room+One'), 200);
    const target = await meetingNamed(usher, 'Space 2');
    const move = () =>
      asked<Order>(usher.api('/moves', { body: { participants: [people.items[0]?.id], to: { meeting: target.id } }, headers: { prefer: 'wait=30' } }), 200);
    expect((await move()).items).toMatchObject([{ state: 'refused', verdict: { reason: 'cluster-observe-only' } }]);
    const dry = { participants: [people.items[0]?.id], to: { meeting: target.id }, dryRun: true };
    expect(await asked(usher.api('/moves', { body: dry }), 200)).toMatchObject({ items: [{ verdict: { reason: 'cluster-observe-only' } }] });
    await asked(usher.api(`/clusters/${first.cluster.id}`, { method: 'PATCH', body: { mode: 'operate' } }), 200);
    expect((await move()).items).toMatchObject([{ state: 'joined', to: { name: 'Space 2' } }]);
    const everybody = (await worldOf(real)).callBridges.flatMap(({ calls }) => calls.flatMap(({ name, participants }) => participants.map((one) => [one.name, name])));
    expect(everybody.sort()).toEqual([['Room One', 'Space 2'], ['Room Two', 'Space 2']]);
  });

  test('what cannot be, is refused with a code, and nothing is added', async () => {
    const wish = { address: addressOf('cblegacy1'), ...account, trust: authority() };
    const refused = (body: object) => usher.api('/call-bridges', { body });
    expect(await asked(refused({ ...wish, address: addressOf('cbcms1') }), 409)).toMatchObject({ code: 'conflict' });
    expect(await asked(refused({ ...wish, password: 'a wrong password' }), 502)).toMatchObject({ code: 'bridge-refused' });
    expect(await asked(refused({ ...wish, address: 'https://127.0.0.1:9' }), 504)).toMatchObject({ code: 'bridge-unreachable' });
    expect(await asked(refused({ ...wish, trust: { kind: 'fingerprint', value: 'AB'.repeat(32) } }), 504)).toMatchObject({ code: 'bridge-unreachable' });
    expect(await asked(refused({ ...wish, address: 'http://192.0.2.1' }), 422)).toMatchObject({ errors: [{ path: 'address' }] });
    expect(await asked(refused({ ...wish, trust: { kind: 'none' } }), 422)).toMatchObject({ errors: [{ path: 'trust.kind' }] });
    expect(await asked(refused({ ...wish, username: undefined }), 422)).toMatchObject({ errors: [{ path: 'username' }] });
    expect(await asked(refused({ ...wish, color: 'red' }), 422)).toMatchObject({ code: 'invalid' });
    expect(await asked(refused({ ...wish, sameAccountAs: second.id, username: undefined, password: undefined }), 422)).toMatchObject({ errors: [{ path: 'address' }] });
    expect(await asked(usher.api(`/clusters/${first.cluster.id}`, { method: 'PATCH', body: { mode: 'destroy' } }), 422)).toMatchObject({ errors: [{ path: 'mode' }] });
    expect((await bridgesOf(usher)).map(({ id }) => id).sort()).toEqual([first.id, second.id].sort());
  });

  test('a bridge is renamed, and does not take its password to another address', async () => {
    const edit = (body: object) => usher.api(`/call-bridges/${second.id}`, { method: 'PATCH', body });
    expect(await asked(edit({ name: 'Second <b>' }), 200)).toMatchObject({ id: second.id, name: 'Second <b>' });
    expect(await asked(edit({ address: addressOf('cbcms3') }), 422)).toMatchObject({ errors: [{ path: 'password' }] });
    await asked(edit({ address: addressOf('cbcms3'), password: account.password }), 200);
    await vi.waitUntil(async () => (await bridgesOf(usher)).find(({ id, address, state }) => id === second.id && address === addressOf('cbcms3') && state === 'connected'), patience);
  });

  test('a password that is set lies in no file and in no log in the clear', async () => {
    const password = 'Wq7-an-unmistakable-password';
    await asked(usher.api(`/call-bridges/${second.id}`, { method: 'PATCH', body: { password } }), 200);
    await vi.waitUntil(async () => (await bridgesOf(usher)).find(({ id, problem }) => id === second.id && problem?.code === 'bridge-refused'), patience);
    for (const file of readdirSync(usher.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
      expect(readFileSync(path.join(file.parentPath, file.name)).includes(password), file.name).toBe(false);
    }
    expect(usher.output()).not.toContain(password);
    expect(JSON.stringify((await usher.api('/audit?limit=500')).body)).not.toContain(password);
    expect(JSON.stringify(await bridgesOf(usher))).not.toContain(password);
  });

  test('a bridge is removed, and with the last one its cluster and its meetings', async () => {
    for (const { id } of [second, first]) {
      expect((await usher.api(`/call-bridges/${id}`, { method: 'DELETE' })).status).toBe(204);
      await asked(usher.api(`/call-bridges/${id}`, { method: 'DELETE' }), 404);
    }
    for (const list of ['/call-bridges', '/clusters', '/meetings', '/participants']) {
      expect(await asked(usher.api(list), 200), list).toMatchObject({ items: [], total: 0 });
    }
  });

  test('every change is in the audit with what it did, and the chain is intact', async () => {
    const { items } = await asked<{ items: AuditRecord[] }>(usher.api('/audit?limit=500'), 200);
    expect(new Set(items.map(({ action, result }) => `${action} ${result}`))).toEqual(
      new Set([
        'add-call-bridge ok', 'add-call-bridge conflict', 'add-call-bridge bridge-refused', 'add-call-bridge bridge-unreachable', 'add-call-bridge invalid',
        'edit-call-bridge ok', 'edit-call-bridge invalid', 'remove-call-bridge ok', 'remove-call-bridge not-found',
        'change-cluster ok', 'change-cluster invalid', 'submit-move cluster-observe-only', 'submit-move ok', 'move-ended joined', 'token-used ok',
      ]),
    );
    const details = { id: first.cluster.id, mode: 'operate', name: 'webapp.com' };
    expect(items).toContainEqual(expect.objectContaining({ action: 'change-cluster', result: 'ok', details }));
    expect((await usher.api('/audit/verify')).body).toMatchObject({ intact: true });
  });
});

describe('during a rehearsal', () => {
  test('a real bridge is connected only by who says that the rehearsal may end; then it is gone for good', async () => {
    const usher = await startUsher({ scenario: 'empty' });
    try {
      const emulated = await vi.waitUntil(async () => {
        const bridges = await bridgesOf(usher);
        return bridges.length === 4 && bridges.every(({ origin, state }) => origin === 'emulator' && state === 'connected') ? bridges : null;
      }, patience);
      const wish = { address: addressOf('cbcms1'), ...account, trust: authority() };
      expect(await asked(usher.api('/call-bridges', { body: wish }), 409)).toMatchObject({ code: 'conflict', detail: expect.stringContaining('leaveRehearsal') });
      expect(await asked(usher.api('/call-bridges', { body: { ...wish, password: 'wrong', leaveRehearsal: true } }), 502)).toMatchObject({ code: 'bridge-refused' });
      expect((await bridgesOf(usher)).map(({ id }) => id)).toEqual(emulated.map(({ id }) => id));
      for (const method of ['PATCH', 'DELETE']) {
        const own = usher.api(`/call-bridges/${emulated[0]?.id}`, { method, ...(method === 'PATCH' && { body: { name: 'Mine' } }) });
        expect(await asked(own, 409)).toMatchObject({ code: 'conflict' });
      }
      const added = await asked<CallBridge>(usher.api('/call-bridges', { body: { ...wish, leaveRehearsal: true } }), 201);
      expect(await bridgesOf(usher)).toMatchObject([{ id: added.id, origin: 'configured' }]);
      expect(await asked(usher.api('/clusters'), 200)).toMatchObject({ items: [{ origin: 'configured', mode: 'observe' }], total: 1 });
      await vi.waitUntil(() => fetch(usher.control).then(() => false, () => true), patience);
      await addPerson(real, { kind: 'sip', name: 'Room Five', numericId: '1005', callBridge: 'cbcms1' });
      expect((await meetingNamed(usher, 'Space 5')).cluster.id).toBe(added.cluster.id);
    } finally {
      await usher.stop();
    }
  });
});
