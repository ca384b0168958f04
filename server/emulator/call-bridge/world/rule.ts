import type { Command, Refusal } from './command';
import type { Fact } from './fact';
import type { World } from './world';

export type Outcome =
  | { readonly ok: true; readonly facts: readonly Fact[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** The rule of one command: reads the world, changes nothing. `nowMs` is milliseconds since 1970. */
export type Rule<Name extends Command['do']> = (
  world: World,
  command: Extract<Command, { do: Name }>,
  nowMs: number,
) => Outcome;

export type Rules<Name extends Command['do'] = Command['do']> = { readonly [N in Name]: Rule<N> };

export const decided = (...facts: Fact[]): Outcome => ({ ok: true, facts });
export const refused = (refusal: Refusal): Outcome => ({ ok: false, refusal });
