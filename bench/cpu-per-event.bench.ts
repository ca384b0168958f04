import { Following } from './light-bridges/following';
import { compare, type Row } from './harness';

const sizes = [24, 240];
const [calls, people] = [4, 24];
/**
 * Sixteen with each of the generator's ticks, all on one bridge: as many as are acknowledged together. How many events come to one
 * bridge at a time is then the same however many bridges there are.
 */
const perSecond = 3_200;
const forMs = 2_000;
/** The rhythm in which a feed looks after its bridge, twice. */
const idleMs = 6_000;
const rounds = 5;

/** What Usher's feeds and inventory take for one event, at some bridges against at one. */
export async function bench(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of sizes) rows.push(await compareAt(size));
  return rows;
}

/**
 * Each in a process of its own, begun for this comparison: what is compiled and kept for the one must not serve the other. What they
 * do in a rhythm, events or not, is held up meanwhile; it was the larger part at 240 bridges, and swings by more than all events take.
 */
async function compareAt(size: number): Promise<Row> {
  const [many, one] = await Promise.all([Following.open(size, calls, people), Following.open(1, calls, people)]);
  try {
    const idle = await many.flow({ perSecond: 0, forMs: idleMs });
    console.log(`  without events ${size} bridges take ${(idle.microseconds / idleMs / 10).toFixed(1)} % of a core`);
    await Promise.all([many.hold(), one.hold()]);
    await Promise.all([microsecondsPerEvent(many), microsecondsPerEvent(one)]);
    return await compare({
      name: `CPU for one event at ${size} bridges, against at 1 (µs)`,
      goal: 1.2,
      rounds,
      runSubject: () => microsecondsPerEvent(many),
      runPeer: () => microsecondsPerEvent(one),
    });
  } finally {
    await Promise.all([many.close(), one.close()]);
  }
}

async function microsecondsPerEvent(following: Following): Promise<number> {
  const { microseconds, changes, heard } = await following.flow({ perSecond, forMs });
  if (heard < changes * 0.95) throw new Error(`of ${changes} changes ${heard} came through`);
  return microseconds / heard;
}
