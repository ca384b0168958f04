import type { Row } from '../harness';
import { drawnSeed, runTest } from './run-test';

const scenarios = 1_000;

/** What Usher shows against what is so, after each of many scenarios with faults; `npm test` takes fewer. */
export function bench(): Promise<Row[]> {
  return Promise.resolve([
    runTest(`inventory, ${scenarios} scenarios with faults (runs failed)`, scenarios, 'contract', 'tests/contract/inventory-scenarios.test.ts', {
      INVENTORY_SCENARIOS: String(scenarios),
      ...drawnSeed('INVENTORY_SEED'),
    }),
  ]);
}
