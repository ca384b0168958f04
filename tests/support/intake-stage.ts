import 'reflect-metadata';
import { pino } from 'pino';
import type { Kysely } from 'kysely';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import { systemClock } from '@/server/bridge-client/clock';
import { createBridges, type Bridges, type BridgesOptions } from '@/server/clusters/bridges';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { testSecret } from './followed-emulator';
import { openIntake } from './open-intake';

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
  const intake = await openIntake();
  const database = db ?? (await memoryDatabase());
  const bridges = createBridges({ db: database, secret: testSecret, log: pino({ enabled: false }), cdrUrl: intake.url, ...options });
  intake.serve(bridges.cdr, options.clock ?? systemClock);
  await bridges.start();
  return {
    db: database,
    bridges,
    cdrUrl: intake.url,
    bridge: (id) => bridges.inventory.picture.callBridges.get(id),
    async close() {
      await bridges.stop();
      intake.close();
      if (!db) await database.destroy();
    },
  };
}
