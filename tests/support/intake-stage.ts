import 'reflect-metadata';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { pino } from 'pino';
import type { Kysely } from 'kysely';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import { systemClock } from '@/server/bridge-client/clock';
import { createBridges, type Bridges, type BridgesOptions } from '@/server/clusters/bridges';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { createCdrIntake } from '@/server/http/cdr-intake';
import { testSecret } from './followed-emulator';

/** Bridges that are followed, and the intake to which they post their records, on a port of its own. */
export interface IntakeStage {
  readonly db: Kysely<Database>;
  readonly bridges: Bridges;
  /** How bridges reach it. */
  readonly cdrUrl: string;
  bridge(id: string): CallBridge | undefined;
  close(): Promise<void>;
}

export async function startIntakeStage({ db, ...options }: Partial<BridgesOptions> = {}): Promise<IntakeStage> {
  let answer: RequestListener = (_, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cdrUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const database = db ?? (await memoryDatabase());
  const bridges = createBridges({ db: database, secret: testSecret, log: pino({ enabled: false }), cdrUrl, ...options });
  const front = new Hono().route('/cdr', createCdrIntake(bridges.cdr, options.clock ?? systemClock));
  answer = getRequestListener(front.fetch, { overrideGlobalObjects: false });
  await bridges.start();
  return {
    db: database,
    bridges,
    cdrUrl,
    bridge: (id) => bridges.inventory.picture.callBridges.get(id),
    async close() {
      await bridges.stop();
      server.close();
      server.closeAllConnections();
      if (!db) await database.destroy();
    },
  };
}
