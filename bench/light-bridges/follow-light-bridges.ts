import { pino } from 'pino';
import type { Clock } from '@/server/bridge-client/clock';
import { createBridges, type Bridges } from '@/server/clusters/bridges';
import { memoryDatabase } from '@/server/db/memory-database';
import type { LightBridges } from './light-bridges';

export interface Followed {
  readonly bridges: Bridges;
  close(): Promise<void>;
}

/** Usher's feeds and inventory, in this process, on light bridges; resolves once they know everybody and what they are. */
export function followLightBridges({ addresses }: Pick<LightBridges, 'addresses'>, people: number, clock?: Clock): Promise<Followed> {
  const nodes = addresses.map((https, number) => ({ kind: 'call-bridge', name: `light${number + 1}`, cluster: `light${number + 1}`, https }));
  return followAll(nodes, { user: 'api', password: 'light' }, people, clock);
}

type Handover = NonNullable<Parameters<typeof createBridges>[0]['emulator']>;

/** The same on any bridges that are reached over plain HTTP. @param people how many there are in all */
export async function followAll(nodes: Handover['nodes'], account: Handover['account'], people: number, clock?: Clock): Promise<Followed> {
  const db = await memoryDatabase();
  const log = pino({ enabled: false });
  const bridges = createBridges({ db, secret: 'a secret that is long enough for this', log, clock, emulator: { authority: '', account, nodes } });
  const close = async () => {
    await bridges.stop();
    await db.destroy();
  };
  await bridges.start();
  const { picture } = bridges.inventory;
  const isWhole = () => {
    if (picture.participants.size !== people) return false;
    for (const { feeds } of picture.callBridges.values()) if (feeds.events !== 'active') return false;
    for (const { kind } of picture.participants.values()) if (kind === 'unknown') return false;
    return true;
  };
  const endMs = performance.now() + patienceMs;
  while (!isWhole()) {
    if (performance.now() > endMs) {
      await close();
      throw new Error(`Usher knows ${picture.participants.size} people of ${people}`);
    }
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
  return { bridges, close };
}

const patienceMs = 180_000;
const lookAgainMs = 20;
