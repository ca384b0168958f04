import fc from 'fast-check';
import { callDeeds } from './call-deeds';
import { configurationDeeds } from './configuration-deeds';
import { peopleDeeds } from './people-deeds';
import { troubleDeeds } from './trouble-deeds';
import type { Deed, Dice, Stage } from './stage';

const deeds = { ...peopleDeeds, ...callDeeds, ...configurationDeeds, ...troubleDeeds };

type DeedName = keyof typeof deeds;

/** How often something is done for each time that others are. */
const weights: Partial<Record<DeedName, number>> = {
  'a guest joins': 6,
  'a member joins': 4,
  'a caller joins': 4,
  'a client leaves': 3,
  'somebody is moved': 10,
  'somebody is called': 3,
  'a network is put back': 2,
};

export interface Step {
  readonly deed: DeedName;
  readonly dice: Dice;
}

const die = fc.nat({ max: 200 });
const names = Object.keys(deeds) as DeedName[];

/** Something that may happen. */
const step: fc.Arbitrary<Step> = fc.record({
  deed: fc.oneof(...names.map((name) => ({ weight: weights[name] ?? 1, arbitrary: fc.constant(name) }))),
  dice: fc.tuple(die, die, die),
});

/** What happens at once. */
export const round: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 1, maxLength: 4 });

/** Does what a round says, all of it at once; resolves when everything is done or refused. */
export async function play(stage: Stage, steps: readonly Step[]): Promise<void> {
  await Promise.all(steps.map(({ deed, dice }) => (deeds[deed] as Deed)(stage, dice)));
}
