import fc from 'fast-check';
import { test } from 'vitest';
import { startEmulator } from '@/server/emulator/emulator';
import { seedOf } from '../support/dice';
import { freeBasePort, giveBasePortBack } from '../support/free-port';
import { comeToRest, sendHome } from '../support/random-deeds/at-rest';
import { play, round } from '../support/random-deeds/deeds';
import type { Stage } from '../support/random-deeds/stage';

/** How many sequences of what may happen; `npm run bench -- soak` asks for more. */
const runs = Number(process.env.EMULATOR_SOAK_RUNS ?? 8);

test('whatever happens, in whatever order and at once: nobody is in two calls, and accounts, tokens, rosters and counters fit the people', { timeout: 60_000 + runs * 10_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 5, maxLength: 15 }), async (rounds) => {
      const tempo = { mediaDelayMs: 0, dialDelayMs: 0, answerTimeoutMs: 50, clientTimeoutMs: 200 };
      const basePort = await freeBasePort();
      const emulator = await startEmulator({ basePort, scenario: 'empty', seed: 'invariants', tempo });
      const stage: Stage = { emulator, clients: [] };
      try {
        for (const steps of rounds) await play(stage, steps);
        await comeToRest(stage);
        await sendHome(stage);
        await comeToRest(stage);
      } finally {
        await emulator.close();
        giveBasePortBack(basePort);
      }
    }),
    { numRuns: runs, seed: seedOf('EMULATOR_SOAK_SEED'), endOnFailure: true },
  );
});
