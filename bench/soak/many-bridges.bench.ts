import path from 'node:path';
import type { Row } from '../harness';
import { LightBridges } from '../light-bridges/light-bridges';
import { figure, WatchedUsher } from '../light-bridges/watched-usher';

const [bridges, calls, people] = [240, 4, 24];
const viewers = 250;
const perSecond = 200;
/** Every tenth change is somebody who leaves and somebody else who comes. */
const replaceEvery = 10;
const minutes = Number(process.env['USHER_SOAK_MINUTES'] ?? 10);
const points = 10;
const goal = 1.2;
const collecting = `--expose-gc --import ${path.resolve('bench/light-bridges/collect-now-and-then.mjs')}`;

/**
 * The built Usher with 240 bridges and 250 viewers: its heap after a collection at the end, against a fifth of the way. The journal
 * is left out of both and told apart: it fills up to bounds of its own, which takes longer than this.
 */
export async function bench(): Promise<Row[]> {
  const light = await LightBridges.open(bridges, calls, people);
  const watched = await WatchedUsher.open(light, bridges * people, viewers, collecting).catch(async (cause: unknown) => {
    await light.close();
    throw cause;
  });
  const heapBytes: number[] = [];
  try {
    for (let point = 1; point <= points; point += 1) {
      await light.flow({ perSecond, replaceEvery, forMs: (minutes * 60_000) / points });
      const ages = watched.takeAges();
      if (watched.lost > 0) throw new Error(`${watched.lost} viewers were lost`);
      const journalBytes = await figure(watched.usher, 'usher_journal_bytes');
      heapBytes.push((await leastHeap(watched)) - journalBytes);
      const [median, late] = [0.5, 0.99].map((part) => ages[Math.floor(ages.length * part)]);
      console.log(
        `  at ${point} of ${points}: ${heapBytes.at(-1)} bytes and a journal of ${journalBytes}; changes were ${median} ms old, 99 in a hundred at most ${late} ms`,
      );
    }
  } finally {
    await watched.close();
    await light.close();
  }
  const [subject = NaN, against = NaN] = [heapBytes.at(-1), heapBytes[points / 5 - 1]];
  const ratio = subject / against;
  const name = `heap without journal, ${bridges} bridges and ${viewers} viewers, after ${minutes} minutes, against a fifth of them (bytes)`;
  return [{ name, subject, against, ratio, spread: 0, goal, met: ratio <= goal }];
}

/** The heap swings with what has yet to be collected: the least between two collections is what is held on to. */
async function leastHeap({ usher }: WatchedUsher): Promise<number> {
  const looks: number[] = [];
  for (let look = 0; look < looksPerPoint; look += 1) {
    looks.push(await figure(usher, 'nodejs_heap_size_used_bytes'));
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  return Math.min(...looks);
}

const looksPerPoint = 48;
const lookEveryMs = 250;
