import { factsOf } from '@/lib/trace/move-facts';
import { findingOf, type Finding } from '@/lib/trace/finding';
import type { Heard } from '@/lib/trace/heard';
import { moveCases, type MoveCase } from '@/lib/trace/move-case';
import { moveDrafts } from '@/lib/trace/move-drafts';
import { stepsOf, type Step } from '@/lib/trace/steps';

/** A move that was found, what is known of it, and what went wrong. */
export interface Diagnosis {
  readonly move: MoveCase;
  readonly steps: readonly Step[];
  readonly finding: Finding;
}

/** Every move in what was heard, in the order in which they began. @param heard in the order in which each place said it */
export function diagnose(heard: readonly Heard[]): Diagnosis[] {
  return moveCases(moveDrafts(heard), heard).map((move) => ({ move, steps: stepsOf(move), finding: findingOf(factsOf(move, heard)) }));
}
