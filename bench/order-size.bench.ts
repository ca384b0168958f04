import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import type { Caller } from '@/lib/access/access';
import { exampleBridge, exampleCluster, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { createAuditDesk } from '@/server/audit/audit-desk';
import { readBridgeAddress } from '@/server/bridge-client/bridge-address';
import { bridgeClient } from '@/server/bridge-client/bridge-client';
import type { MoveEntry } from '@/server/bridge-client/bridge-writer';
import { systemClock } from '@/server/bridge-client/clock';
import { ToldSpaces } from '@/server/clusters/told-spaces';
import { openDatabase } from '@/server/db/open-database';
import type { Database } from '@/server/db/schema';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { Moves } from '@/server/moves/moves';
import { createPeople } from '@/server/people/people';
import { compare, type Row } from './harness';

const log = pino({ enabled: false });
const maker: Caller = { kind: 'system', id: 'usher', name: 'Usher', role: 'administrator', scope: null, address: null };
const bridgeIds = ['b1', 'b2', 'b3'];
const rounds = 9;

/**
 * A thousand people in one order against a hundred, from the request until all are accepted and everybody's arrival is on record.
 * The bridges are bare, so that what grows is Usher's own.
 */
export async function bench(): Promise<Row[]> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-bench-'));
  const bridge = fork('bench/bare-bridge.ts', { execArgv: ['--import', 'tsx'] });
  const [{ port }] = (await once(bridge, 'message')) as [AddressInfo];
  const opened = await openDatabase({ dataDir, databaseUrl: null, onLockLost: () => undefined, log });
  const usher = await movesOn(opened.db, port);
  try {
    const row = await compare({
      name: '1,000 moves in one order until all are over, against 100 in one (ms)',
      goal: 10.5,
      rounds,
      runSubject: () => usher.moveAll(1_000),
      runPeer: () => usher.moveAll(100),
    });
    return [row];
  } finally {
    await usher.stop();
    await opened.close();
    bridge.disconnect();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The moves of Usher as they are, with real writers for three bridges, on an inventory in which everybody arrives as soon as they are accepted. */
async function movesOn(db: Kysely<Database>, port: number): Promise<{ moveAll: (size: number) => Promise<number>; stop: () => Promise<void> }> {
  const address = readBridgeAddress(`http://127.0.0.1:${port}`);
  if (!address.ok) throw new Error(address.reason);
  const access = { address: address.address, username: 'api', password: 'emulator', trust: { kind: 'system', value: '' }, clock: systemClock } as const;
  const clients = new Map(bridgeIds.map((id) => [id, bridgeClient(access, () => 'operate')]));
  const inventory = new ToldInventory();
  inventory.successorOf = () => null;
  for (const id of bridgeIds) inventory.tell({ event: 'call-bridge', data: exampleBridge({ id }) });
  for (const id of ['m1', 'm2']) {
    inventory.tell({ event: 'meeting', data: exampleMeeting({ id, calls: bridgeIds.map((callBridge) => ({ id: `${id}-${callBridge}`, callBridge })) }) });
  }
  const people = createPeople({ db, putOnRecord: () => Promise.resolve(), log });
  const { token } = await people.tokens.create(maker, { name: 'bench', role: 'operator' });
  const caller: Caller = { ...token, kind: 'token', address: null };
  const writerFor = (id: string) => {
    const writer = clients.get(id)?.writer;
    return writer
      ? {
          ...writer,
          moveParticipant: async (call: string, participant: string, entry: MoveEntry) => {
            const answer = await writer.moveParticipant(call, participant, entry);
            if (answer.ok) setImmediate(() => arrive(participant, answer.value.participant));
            return answer;
          },
        }
      : null;
  };
  const arrive = (participant: string, id: string) => {
    const newcomer = exampleParticipant({ id, meeting: 'm2', movedFrom: { participant, meeting: 'm1' } });
    inventory.tell({ event: 'participant', data: newcomer }, { event: 'participant-left', data: { id: participant, meeting: 'm1', reason: null } });
  };
  const moves = new Moves({
    db,
    audit: createAuditDesk(db, systemClock.now).writer,
    inventory,
    clusters: { spaces: new ToldSpaces(), list: () => [], modes: () => new Map([[exampleCluster.id, 'operate']]), writerFor, settingsOf: () => Promise.resolve(null), receivesMedia: () => Promise.resolve(true), readBack: () => Promise.resolve(true) },
    rightsOf: people.rightsOf,
    publish: () => undefined,
    clock: systemClock,
    log,
  });
  let count = 0;
  return {
    async moveAll(size) {
      const ids = Array.from({ length: size }, () => `guest-${(count += 1)}`);
      for (const [at, id] of ids.entries()) {
        const callBridge = { id: bridgeIds[at % 3] ?? '', name: '', version: '3.9' };
        inventory.tell({ event: 'participant', data: exampleParticipant({ id, callBridge }) });
      }
      const start = performance.now();
      const { id } = await moves.submit(caller, { participants: ids, to: { meeting: 'm2' } }, null);
      const order = await moves.settled(id, 60_000, caller);
      const tookMs = performance.now() - start;
      const sent = order.items.filter(({ times }) => times.sending !== null).length;
      if (order.state !== 'settled' || sent !== size) throw new Error(`an order ended otherwise: ${order.state}, ${sent} sent`);
      for (const { newParticipant } of order.items) inventory.tell({ event: 'participant-left', data: { id: newParticipant ?? '', meeting: 'm2', reason: null } });
      return tookMs;
    },
    async stop() {
      await moves.stop();
      people.stop();
      for (const client of clients.values()) await client.close();
    },
  };
}
