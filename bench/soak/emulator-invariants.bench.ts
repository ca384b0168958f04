import type { Row } from '../harness';
import { drawnSeed, runTest } from './run-test';

const runs = 300;
const commands = 100_000;

/** The emulator under random commands, over its sockets and in one bridge's world, many more than `npm test` takes. */
export function bench(): Promise<Row[]> {
  return Promise.resolve([
    runTest(`emulator, ${runs} random sequences (runs failed)`, runs, 'contract', 'tests/contract/emulator-invariants.test.ts', {
      EMULATOR_SOAK_RUNS: String(runs),
      ...drawnSeed('EMULATOR_SOAK_SEED'),
    }),
    runTest(`emulator's world, ${commands} random commands (runs failed)`, commands, 'unit', 'server/emulator/call-bridge/world/random-commands.test.ts', {
      EMULATOR_SOAK_COMMANDS: String(commands),
    }),
  ]);
}
