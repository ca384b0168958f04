import { pino } from 'pino';
import { createBridges, type Bridges } from '@/server/clusters/bridges';
import { memoryDatabase } from '@/server/db/memory-database';
import type { LightBridges } from './light-bridges';

export interface Followed {
  readonly bridges: Bridges;
  close(): Promise<void>;
}

/** Usher's feeds and inventory, in this process, on light bridges; resolves once they know everybody and what they are. */
export async function followLightBridges({ addresses }: Pick<LightBridges, 'addresses'>, people: number): Promise<Followed> {
  const db = await memoryDatabase();
  const nodes = addresses.map((https, number) => ({ kind: 'call-bridge', name: `light${number + 1}`, cluster: `light${number + 1}`, https }));
  const account = { user: 'api', password: 'light' };
  const log = pino({ enabled: false });
  const bridges = createBridges({ db, secret: 'a secret that is long enough for this', log, emulator: { authority: '', account, nodes } });
  const close = async () => {
    await bridges.stop();
    await db.destroy();
  };
  await bridges.start();
  const { picture } = bridges.inventory;
  const isWhole = () => {
    const active = [...picture.callBridges.values()].filter(({ feeds }) => feeds.events === 'active').length;
    const known = [...picture.participants.values()].filter(({ kind }) => kind !== 'unknown').length;
    return active === addresses.length && known === people;
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
const lookAgainMs = 50;
