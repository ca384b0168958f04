import type { Row } from '../harness';
import { drawnSeed, runTest } from './run-test';

const kills = 50;

/** Usher, killed at so many moments of orders of a hundred while the emulator lives on; `npm test` does it a few times. */
export function bench(): Promise<Row[]> {
  return Promise.resolve([
    runTest(`orders, ${kills} times kill -9 of Usher (runs failed)`, kills, 'e2e', 'tests/faults/kill-usher.test.ts', {
      KILL_USHER_TIMES: String(kills),
      ...drawnSeed('KILL_USHER_SEED'),
    }),
  ]);
}
