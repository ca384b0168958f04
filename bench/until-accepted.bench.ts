import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { Pool } from 'undici';
import type { Caller } from '@/lib/access/access';
import { exampleBridge, exampleCluster, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { Audit } from '@/server/audit/audit';
import { readBridgeAddress } from '@/server/bridge-client/bridge-address';
import { bridgeClient } from '@/server/bridge-client/bridge-client';
import { systemClock } from '@/server/bridge-client/clock';
import { ToldSpaces } from '@/server/clusters/told-spaces';
import { openDatabase } from '@/server/db/open-database';
import type { Database } from '@/server/db/schema';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { Moves } from '@/server/moves/moves';
import { createPeople } from '@/server/people/people';
import { compare, meanMs, type Row } from './harness';

const log = pino({ enabled: false });
/** Who made the token that moves people here. */
const maker: Caller = { kind: 'system', id: 'usher', name: 'Usher', role: 'administrator', scope: null, address: null };
const rounds = 15;
const perRound = 60;

/**
 * From a request for a move until the bridge's acceptance is on record, against the least that could be done: one transaction
 * that is on disk, and one HTTP exchange with the same bare bridge.
 */
export async function bench(): Promise<Row[]> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-bench-'));
  const bridge = fork('bench/bare-bridge.ts', { execArgv: ['--import', 'tsx'] });
  const [{ port }] = (await once(bridge, 'message')) as [AddressInfo];
  const opened = await openDatabase({ dataDir, databaseUrl: null, onLockLost: () => undefined, log });
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 4 });
  const usher = await movesOn(opened.db, port);
  try {
    const row = await compare({
      name: 'a move until accepted, against a commit and an HTTP exchange (ms)',
      goal: 3,
      rounds,
      runSubject: () => meanMs(perRound, usher.moveOnce),
      runPeer: () => meanMs(perRound, () => bareMove(opened.db, pool)),
    });
    return [row];
  } finally {
    await usher.stop();
    await pool.close();
    await opened.close();
    bridge.disconnect();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** One insert in one transaction, one POST. */
async function bareMove(db: Kysely<Database>, pool: Pool): Promise<void> {
  const key = `bare-${performance.now()}`;
  await db.transaction().execute((trx) => trx.insertInto('settings').values({ key, value: 'x'.repeat(500) }).execute());
  const body = 'movedParticipant=26de0160-30b5-4d7b-8a05-304472af284a&needsActivation=false';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await pool.request({ path: '/api/v1/calls/x/participants', method: 'POST', body, headers });
  await answer.body.dump();
}

/** The moves of Usher as they are, with a real writer, on an inventory that shows one guest after the other. */
async function movesOn(db: Kysely<Database>, port: number): Promise<{ moveOnce: () => Promise<void>; stop: () => Promise<void> }> {
  const address = readBridgeAddress(`http://127.0.0.1:${port}`);
  if (!address.ok) throw new Error(address.reason);
  const access = { address: address.address, username: 'api', password: 'emulator', trust: { kind: 'system', value: '' } } as const;
  const client = bridgeClient({ ...access, clock: systemClock }, () => 'operate');
  const inventory = new ToldInventory();
  inventory.tell(
    { event: 'call-bridge', data: exampleBridge() },
    { event: 'meeting', data: exampleMeeting({ id: 'm1' }) },
    { event: 'meeting', data: exampleMeeting() },
  );
  const people = createPeople({ db, putOnRecord: () => Promise.resolve(), log });
  const { token } = await people.tokens.create(maker, { name: 'bench', role: 'operator' });
  const caller: Caller = { ...token, kind: 'token', address: null };
  let accepted: (() => void) | null = null;
  const moves = new Moves({
    db,
    audit: new Audit(db, systemClock.now),
    inventory,
    clusters: { spaces: new ToldSpaces(), list: () => [], modes: () => new Map([[exampleCluster.id, 'operate']]), writerFor: () => client.writer, settingsOf: () => Promise.resolve(null), receivesMedia: () => Promise.resolve(false), readBack: () => Promise.resolve(true) },
    rightsOf: people.rightsOf,
    publish: (order) => {
      if (order.items[0]?.state === 'accepted') accepted?.();
    },
    clock: systemClock,
    log,
  });
  let count = 0;
  return {
    async moveOnce() {
      const id = `guest-${(count += 1)}`;
      inventory.tell({ event: 'participant', data: exampleParticipant({ id }) });
      const done = new Promise<void>((resolve) => (accepted = resolve));
      await moves.submit(caller, { participants: [id], to: { meeting: 'm2' } }, null);
      await done;
      inventory.tell({ event: 'participant-left', data: { id, meeting: 'm1', reason: null } });
    },
    async stop() {
      await moves.stop();
      people.stop();
      await client.close();
    },
  };
}
