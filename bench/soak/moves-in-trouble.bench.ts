import type { Row } from '../harness';
import { drawnSeed, runTest } from './run-test';

const scenarios = 120;

/** Orders over wires on which everything goes wrong, held against the emulator's history; `npm test` takes fewer. */
export function bench(): Promise<Row[]> {
  return Promise.resolve([
    runTest(`moves, ${scenarios} scenarios with faults (runs failed)`, scenarios, 'e2e', 'tests/faults/moves-in-trouble.test.ts', {
      MOVES_IN_TROUBLE: String(scenarios),
      ...drawnSeed('MOVES_IN_TROUBLE_SEED'),
    }),
  ]);
}
