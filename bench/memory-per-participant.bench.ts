import { followLightBridges } from './light-bridges/follow-light-bridges';
import { LightBridges } from './light-bridges/light-bridges';
import type { Row } from './harness';

const [bridges, calls, people] = [24, 20, 450];
const goal = 4;
const letGoMs = 6_000;
const rounds = 3;

/** What Usher's heap grows by for one participant of the scale of 24 bridges with 450 each, against the bytes of its JSON. */
export async function bench(): Promise<Row[]> {
  const light = await LightBridges.open(bridges, calls, people);
  try {
    const measured: { heap: number; json: number }[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const one = await measure(light);
      // The first one also loads code.
      if (round > 0) measured.push(one);
    }
    const ratios = measured.map(({ heap, json }) => heap / json).sort((a, b) => a - b);
    const [least = NaN, ratio = NaN, most = NaN] = ratios;
    const { heap: subject = NaN, json: against = NaN } = measured.find(({ heap, json }) => heap / json === ratio) ?? {};
    return [{ name: 'heap for one participant, against its JSON (bytes)', subject, against, ratio, spread: most - least, goal, met: ratio <= goal }];
  } finally {
    await light.close();
  }
}

async function measure(light: LightBridges): Promise<{ heap: number; json: number }> {
  const { full, json } = await filled(light);
  return { heap: (full - (await heapWithout())) / (bridges * people), json };
}

/** The heap with everybody in it, in bytes, and the JSON of one of them. Nothing of it is held on to afterwards. */
async function filled(light: LightBridges): Promise<{ full: number; json: number }> {
  const { bridges: usher, close } = await followLightBridges(light, bridges * people);
  const full = heapBytes();
  const participants = [...usher.inventory.picture.participants.values()];
  const json = participants.reduce((sum, participant) => sum + Buffer.byteLength(JSON.stringify(participant)), 0) / participants.length;
  await close();
  return { full, json };
}

/** What is left once the last connection and timer of what was closed have let go. */
async function heapWithout(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, letGoMs));
  return heapBytes();
}

function heapBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
