import fc from 'fast-check';
import { test } from 'vitest';
import { seedOf } from '../support/dice';
import { wireFaults } from '../support/faulty-wire';
import { play, round, type Step } from '../support/random-deeds/deeds';
import { bridgeNames, pick } from '../support/random-deeds/stage';
import { TroubledHouse, type Trouble } from '../support/troubled-house';

/** How many scenarios; `npm run bench -- soak` asks for more. */
const runs = Number(process.env['INVENTORY_SCENARIOS'] ?? 50);

const troubles: readonly Trouble[] = [...wireFaults, 'events-cut', 'restart'];

/** One thing after the other: something that people do, or something between a bridge and Usher. */
type Happening = { readonly steps: readonly Step[] } | { readonly trouble: Trouble; readonly bridge: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ steps: round }) },
  { weight: 1, arbitrary: fc.record({ trouble: fc.constantFrom(...troubles), bridge: fc.nat({ max: 2 }) }) },
);

const scenario = fc.record({ chance: fc.nat({ max: 1_000_000 }), records: fc.boolean(), happenings: fc.array(happening, { minLength: 4, maxLength: 12 }) });

test('whatever becomes of people, of bridges and of the way to them: once things are quiet, Usher shows what is so', { timeout: 60_000 + runs * 30_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ chance, records, happenings }) => {
      const house = await TroubledHouse.open(chance, records);
      try {
        for (const happens of happenings) {
          if ('steps' in happens) await play(house, happens.steps);
          else await house.cause(happens.trouble, pick(bridgeNames, happens.bridge) ?? '');
        }
        await house.quiet();
      } finally {
        await house.close();
      }
    }),
    { numRuns: runs, seed: seedOf('INVENTORY_SEED'), endOnFailure: true },
  );
});
