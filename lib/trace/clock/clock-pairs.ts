import { longestMs, stagesIn, type Stage } from '@/lib/trace/clock/life-stages';
import type { Heard } from '@/lib/trace/heard';

/** Two things that were said by different clocks, one surely before the other, and not long. */
export interface ClockPair {
  readonly first: Heard;
  readonly then: Heard;
  /** How much later it was at the most, in milliseconds; infinite where that is not known. */
  readonly withinMs: number;
}

/** Whoever names one person in thousands of lines tells no more by it; and so many comparisons tell all. */
const mostInLife = 64;
const mostPairs = 200_000;

/**
 * What can be compared of several clocks.
 * @param clockOf whose clock something was said by; null where that is nobody's or not known
 */
export function clockPairs(heard: readonly Heard[], clockOf: (heard: Heard) => string | null): ClockPair[] {
  const lives = new Map<string, Stage[]>();
  for (const stage of stagesIn(heard)) {
    const found = lives.get(stage.life);
    if (found) found.push(stage);
    else lives.set(stage.life, [stage]);
  }
  const pairs: ClockPair[] = [];
  for (const [life, all] of lives) {
    const firsts = firstOfEach(all, clockOf).slice(0, mostInLife);
    for (const first of firsts) {
      for (const then of firsts) {
        if (first.at >= then.at || clockOf(first.heard) === clockOf(then.heard)) continue;
        if (pairs.length >= mostPairs) return pairs;
        pairs.push({ first: first.heard, then: then.heard, withinMs: longestMs(life, first.at, then.at) });
      }
    }
  }
  return pairs;
}

/** Of each stage the first that each clock tells: something may be said again. */
function firstOfEach(stages: readonly Stage[], clockOf: (heard: Heard) => string | null): Stage[] {
  const firsts = new Map<string, Stage>();
  for (const stage of stages) {
    const clock = clockOf(stage.heard);
    if (clock === null) continue;
    const key = `${stage.at} ${clock}`;
    const known = firsts.get(key);
    if (!known || stage.heard.atMs < known.heard.atMs) firsts.set(key, stage);
  }
  return [...firsts.values()];
}
