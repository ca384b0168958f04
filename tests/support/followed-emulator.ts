import 'reflect-metadata';
import { pino } from 'pino';
import { vi, expect } from 'vitest';
import { systemClock, type Clock } from '@/server/bridge-client/clock';
import { createBridges, type Bridges } from '@/server/clusters/bridges';
import { memoryDatabase } from '@/server/db/memory-database';
import type { ClusterDefinition } from '@/server/emulator/cluster/definition';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import type { Inventory } from '@/server/inventory/inventory';
import { worldOf } from './emulated-bridge';
import { freeBasePort, giveBasePortBack } from './free-port';
import { hastyEmulatorClock } from './hasty-clock';
import { inventoryDifferences } from './inventory-check';
import { openIntake } from './open-intake';

export const testSecret = 'a secret that is long enough for a test';
/** No waiting for media: what a test waits for is only what it asks about. */
const defaultTempo = { mediaDelayMs: 0, dialDelayMs: 0 };

export interface FollowedEmulator {
  readonly emulator: Emulator;
  readonly bridges: Bridges;
  close(): Promise<void>;
}

export interface FollowOptions {
  /** Others than the demo's, without anybody. */
  readonly clusters?: readonly ClusterDefinition[];
  readonly clock?: Clock;
  /** Whether time goes by as fast for the emulator as it does by the hasty clock. */
  readonly hastyEmulator?: boolean;
  readonly tempo?: Parameters<typeof startEmulator>[0]['tempo'];
  /** Whether the bridges send their call detail records. */
  readonly records?: boolean;
  /** Where Usher finds a call bridge; its own HTTPS port unless said otherwise. */
  addressOf?(node: Emulator['nodes'][number]): Promise<string>;
}

/** An emulator, and what Usher makes of it over its HTTPS ports. */
export async function followEmulator({ clusters, clock, hastyEmulator = false, tempo, records = false, addressOf }: FollowOptions = {}): Promise<FollowedEmulator> {
  const basePort = await freeBasePort();
  const emulator = await startEmulator({ basePort, scenario: 'empty', dataDir: null, seed: 'followed', tempo: { ...defaultTempo, ...tempo }, clusters, ...(hastyEmulator && { clock: hastyEmulatorClock }) });
  const { authorityPem, account } = emulator;
  const nodes = await Promise.all(emulator.nodes.map(async (node) => ({ ...node, https: (await addressOf?.(node)) ?? node.https })));
  const db = await memoryDatabase();
  const intake = records ? await openIntake() : null;
  const bridges = createBridges({
    db,
    secret: testSecret,
    log: pino({ enabled: false }),
    clock,
    emulator: { authority: authorityPem, account, nodes },
    cdrUrl: intake?.url,
  });
  intake?.serve(bridges.cdr, clock ?? systemClock);
  await bridges.start();
  await untilConnected({ emulator, bridges }, longPatience);
  return {
    emulator,
    bridges,
    async close() {
      await bridges.stop();
      await emulator.close();
      giveBasePortBack(basePort);
      intake?.close();
      await db.destroy();
    },
  };
}

export const patience = { timeout: 20_000, interval: 20 };
/** The hasty clock goes as fast as a busy machine lets it: this only ends what hangs. */
export const longPatience = { timeout: 180_000, interval: 20 };

/** Waits until every bridge is connected and its events are active. */
async function untilConnected({ emulator, bridges }: Pick<FollowedEmulator, 'emulator' | 'bridges'>, limit = patience): Promise<void> {
  await vi.waitFor(() => expect(statesOf(bridges.inventory)).toEqual(statesWanted(emulator)), limit);
}

function statesOf({ picture }: Inventory): string[] {
  return [...picture.callBridges.values()].map(({ name, state, feeds }) => `${name} ${state} ${feeds.events}`).sort();
}

function statesWanted({ nodes }: Emulator): string[] {
  return nodes.filter(({ kind }) => kind === 'call-bridge').map(({ name }) => `${name} connected active`).sort();
}

/** Waits until every bridge is connected, Usher shows what the emulator has, and everybody's media is there. */
export async function untilQuiet(followed: Pick<FollowedEmulator, 'emulator' | 'bridges'>, limit = patience): Promise<void> {
  await untilConnected(followed, limit);
  const { emulator, bridges } = followed;
  await vi.waitFor(async () => {
    const world = await worldOf(emulator);
    expect(inventoryDifferences(bridges.inventory, world)).toEqual([]);
    const people = world.callBridges.flatMap(({ calls }) => calls.flatMap(({ participants }) => participants));
    expect(people.filter(({ state }) => state === 'initial')).toEqual([]);
  }, limit);
}
