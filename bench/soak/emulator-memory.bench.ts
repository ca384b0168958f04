import fc from 'fast-check';
import { startEmulator } from '../../server/emulator/emulator';
import { comeToRest, sendHome } from '../../tests/support/random-deeds/at-rest';
import { play, round } from '../../tests/support/random-deeds/deeds';
import type { Stage } from '../../tests/support/random-deeds/stage';
import type { Row } from '../harness';

const rounds = 8_000;
const seed = Number(process.env['EMULATOR_SOAK_SEED'] ?? 1);
const restsEvery = 20;
const points = 10;
/** The heap swings with the logs of the nodes, which drop their oldest lines in blocks. */
const goal = 1.3;

/** One emulator over some 20,000 random deeds: its heap with nobody in it, at ten points. All that happens is checked, too. */
export async function bench(): Promise<Row[]> {
  const tempo = { mediaDelayMs: 0, dialDelayMs: 0, answerTimeoutMs: 50, clientTimeoutMs: 200 };
  const emulator = await startEmulator({ basePort: 0, scenario: 'empty', seed: 'soak', tempo });
  const stage: Stage = { emulator, clients: [] };
  const heapBytes: number[] = [];
  try {
    for (const [index, steps] of fc.sample(round, { numRuns: rounds, seed }).entries()) {
      await play(stage, steps);
      if ((index + 1) % restsEvery === 0) await comeToRest(stage);
      if ((index + 1) % (rounds / points) !== 0) continue;
      await sendHome(stage);
      globalThis.gc?.();
      heapBytes.push(process.memoryUsage().heapUsed);
      console.log(`  after ${index + 1} rounds: ${heapBytes.at(-1)} bytes`);
    }
  } finally {
    await emulator.close();
  }
  const [subject = NaN, against = NaN] = [heapBytes.at(-1), heapBytes[points / 5 - 1]];
  const ratio = subject / against;
  return [{ name: 'heap of an emulator at the end of random deeds, against a fifth of them (bytes)', subject, against, ratio, spread: 0, goal, met: ratio <= goal }];
}
