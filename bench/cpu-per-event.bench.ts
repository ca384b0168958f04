import { followLightBridges, type Followed } from './light-bridges/follow-light-bridges';
import { LightBridges } from './light-bridges/light-bridges';
import { compare, type Row } from './harness';

const sizes = [24, 240];
const [calls, people] = [4, 24];
const perSecond = 1_500;
/** Two rounds of what a feed does every three seconds anyway. */
const forMs = 6_000;
const rounds = 5;

/** What Usher's feeds and inventory take for one event, at some bridges against at one. What they take without any is left out. */
export async function bench(): Promise<Row[]> {
  const one = await Subject.open(1);
  const rows: Row[] = [];
  try {
    for (const size of sizes) {
      const many = await Subject.open(size);
      try {
        rows.push(
          await compare({
            name: `CPU for one event at ${size} bridges, against at 1 (µs)`,
            goal: 1.2,
            rounds,
            runSubject: () => many.microsecondsPerEvent(),
            runPeer: () => one.microsecondsPerEvent(),
          }),
        );
        console.log(`  without events ${size} bridges take ${(many.idle / 10_000).toFixed(1)} % of a core`);
      } finally {
        await many.close();
      }
    }
  } finally {
    await one.close();
  }
  return rows;
}

class Subject {
  /** Microseconds of CPU in a second without events. */
  idle = 0;

  private constructor(
    private readonly light: LightBridges,
    private readonly followed: Followed,
  ) {}

  static async open(bridges: number): Promise<Subject> {
    const light = await LightBridges.open(bridges, calls, people);
    return new Subject(light, await followLightBridges(light, bridges * people));
  }

  async microsecondsPerEvent(): Promise<number> {
    const quiet = await this.#spent(0);
    this.idle = quiet.microseconds / (forMs / 1_000);
    const busy = await this.#spent(perSecond);
    if (busy.heard < busy.made * 0.95) throw new Error(`of ${busy.made} changes ${busy.heard} came through`);
    return (busy.microseconds - quiet.microseconds) / busy.heard;
  }

  async #spent(changesPerSecond: number): Promise<{ microseconds: number; made: number; heard: number }> {
    let heard = 0;
    const stop = this.followed.bridges.inventory.subscribe(({ event }) => (heard += event === 'participant' ? 1 : 0));
    const before = process.cpuUsage();
    const made = await this.light.flow({ perSecond: changesPerSecond, forMs });
    const { user, system } = process.cpuUsage(before);
    stop();
    return { microseconds: user + system, made, heard };
  }

  async close(): Promise<void> {
    await this.followed.close();
    await this.light.close();
  }
}
