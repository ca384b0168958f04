import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'undici';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { emulatorControl } from '../tests/support/emulator-control';
import { runUsher, type RunningUsher } from '../tests/support/run-usher';
import { compare, meanMs, type Row } from './harness';

const rounds = 15;
const perRound = 20;

/**
 * From the POST of a move to `joined`, through Usher, three bridges, a web bridge and a web app (media delay 0), against a bare
 * program that sends, commits, connects, signs and verifies as much and does nothing else.
 */
export async function bench(): Promise<Row[]> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-bench-'));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  const usher = await runUsher({ dataDir, databaseUrl: null, remove }, { scenario: 'empty' });
  const bare = fork('bench/bare-move.ts', [dataDir], { execArgv: ['--import', 'tsx'] });
  const [{ port }] = (await once(bare, 'message')) as [AddressInfo];
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 1 });
  try {
    const moveOnce = await guestToMove(usher);
    const row = await compare({
      name: 'a move from POST to joined, against the same messages bare (ms)',
      goal: 3,
      rounds,
      runSubject: () => meanMs(perRound, moveOnce),
      runPeer: () => meanMs(perRound, async () => (await pool.request({ path: '/', method: 'POST' })).body.dump()),
    });
    return [row];
  } finally {
    await pool.close();
    bare.disconnect();
    await usher.stop();
  }
}

/** A guest of the web app who is moved to and fro between two meetings. Rejects if a move ends otherwise than joined. */
async function guestToMove(usher: RunningUsher): Promise<() => Promise<void>> {
  const emulator = await emulatorControl(usher);
  await emulator.setMediaDelay(0);
  const host = { kind: 'sip', name: 'Host' };
  await emulator.post('/people', { ...host, numericId: '1001', callBridge: 'cbcms1' });
  await emulator.post('/people', { ...host, numericId: '1002', callBridge: 'cbcms2' });
  await emulator.post('/people', { kind: 'web-app', name: 'Guest', numericId: '1001' });
  const pool = new Pool(usher.url, { connections: 1 });
  const headers = { authorization: `Bearer ${usher.token}`, 'content-type': 'application/json', prefer: 'wait=30' };
  const [one, other] = await until(async () => {
    const { items } = (await usher.api('/meetings')).body as { items: Meeting[] };
    return items.length === 2 ? items : null;
  });
  if (!one || !other) throw new Error('there are two meetings');
  let guest = await until(async () => {
    const { items } = (await usher.api('/participants?search=guest')).body as { items: Participant[] };
    return items.find(({ name, kind, state }) => name === 'Guest' && kind === 'web-app' && state === 'connected') ?? null;
  });
  return async () => {
    const to = guest.meeting === one.id ? other.id : one.id;
    const body = JSON.stringify({ participants: [guest.id], to: { meeting: to } });
    const answer = await pool.request({ path: '/api/v1/moves', method: 'POST', headers, body });
    const order = (await answer.body.json()) as Order;
    const item = order.items[0];
    if (item?.state !== 'joined' || item.newParticipant === null) throw new Error(`a move ended otherwise: ${JSON.stringify(order)}`);
    guest = { ...guest, id: item.newParticipant, meeting: to };
  };
}

async function until<T>(found: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const value = await found();
    if (value !== null) return value;
  }
}
