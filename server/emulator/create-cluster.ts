import { manualClock } from './clock';
import type { ManualClock } from './clock';
import type { ClusterDefinition } from './cluster/definition';
import { startEmulator } from './emulator';
import type { Emulator, EmulatorOptions } from './emulator';

/** An emulator of one cluster whose time stands still until its owner advances it. */
export interface TestCluster extends Emulator {
  readonly clock: ManualClock;
}

/** What a cluster has where nothing else is asked for. */
const plainCluster: ClusterDefinition = {
  name: 'test.example',
  callBridges: [{ name: 'cb1', version: '3.9' }, { name: 'cb2', version: '3.9' }],
  webBridges: ['wb1'],
  spaces: [{ name: 'Space 1', numericId: '1001' }, { name: 'Space 2', numericId: '1002' }],
};

/**
 * The door for tests: one cluster without anybody, on free ports, with a clock of its own. Media, calls that go out and
 * their answers take no time unless `tempo` says so. Any number run side by side in one process; whoever makes one closes it.
 * @param definition what is different from two call bridges, a web bridge and two spaces
 */
export async function createCluster(
  definition: Partial<ClusterDefinition> = {},
  options: Pick<EmulatorOptions, 'seed' | 'tempo' | 'choices'> = {},
): Promise<TestCluster> {
  const clock = manualClock();
  const emulator = await startEmulator({
    ...options,
    basePort: 0,
    scenario: 'empty',
    clock,
    tempo: { mediaDelayMs: 0, dialDelayMs: 0, ...options.tempo },
    clusters: [{ ...plainCluster, ...definition }],
  });
  return { ...emulator, clock };
}
