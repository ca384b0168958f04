import type { Row } from './harness';
import { LightBridges } from './light-bridges/light-bridges';
import { WatchedUsher } from './light-bridges/watched-usher';

const sizes = [
  { bridges: 24, perSecond: 20, viewers: 25 },
  { bridges: 240, perSecond: 200, viewers: 250 },
];
const [calls, people] = [4, 24];
const forMs = 10_000;
const rounds = 5;
/** How old what it shows may be in Cisco Meeting Management, by its documentation, in milliseconds. */
const managementMs = 15_000;
const goal = 0.02;

/** How old a change on a bridge is when it comes to a viewer's stream, through the built Usher: the 99th of a hundred. */
export async function bench(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of sizes) rows.push(await measure(size));
  return rows;
}

async function measure({ bridges, perSecond, viewers }: (typeof sizes)[number]): Promise<Row> {
  const light = await LightBridges.open(bridges, calls, people);
  const watched = await WatchedUsher.open(light, bridges * people, viewers).catch(async (cause: unknown) => {
    await light.close();
    throw cause;
  });
  try {
    const figures: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      watched.takeAges();
      await light.flow({ perSecond, forMs });
      const ages = watched.takeAges();
      if (ages.length < 100 || watched.lost > 0) throw new Error(`${ages.length} changes came through, and ${watched.lost} viewers were lost`);
      // The first round warms up.
      if (round > 0) figures.push(ages[Math.floor(ages.length * 0.99)] ?? NaN);
    }
    figures.sort((a, b) => a - b);
    const subject = figures[Math.floor(figures.length / 2)] ?? NaN;
    const spread = ((figures.at(-1) ?? NaN) - (figures[0] ?? NaN)) / managementMs;
    const name = `age of a change at a viewer, p99, ${bridges} bridges, ${perSecond} a second, ${viewers} viewers (ms)`;
    return { name, subject, against: managementMs, ratio: subject / managementMs, spread, goal, met: subject / managementMs <= goal };
  } finally {
    await watched.close();
    await light.close();
  }
}
