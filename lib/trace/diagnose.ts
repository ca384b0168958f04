import { byOneClock } from '@/lib/trace/clock/one-clock';
import { nothingExpected, type Expected } from '@/lib/trace/expected';
import { browserMoves } from '@/lib/trace/har/browser-moves';
import { untoldBrowser } from '@/lib/trace/har/untold-browser';
import { withBrowsers } from '@/lib/trace/har/with-browsers';
import { factsOf } from '@/lib/trace/move-facts';
import { findingOf, type Finding } from '@/lib/trace/finding';
import type { Heard } from '@/lib/trace/heard';
import { HeardBook } from '@/lib/trace/heard-book';
import { moveCase, type MoveCase } from '@/lib/trace/move-case';
import { moveDrafts } from '@/lib/trace/move-drafts';
import { refusalsIn } from '@/lib/trace/refusals';
import { stepsOf, type Step } from '@/lib/trace/steps';
import { nextAttempts, untilNextAttempt } from '@/lib/trace/this-attempt';

/** A move that was found, what is known of it, and what went wrong. */
export interface Diagnosis {
  readonly move: MoveCase;
  readonly steps: readonly Step[];
  readonly finding: Finding;
}

/** Every move in what was heard, in the order in which they began, and how each is judged. */
export interface FoundMoves {
  readonly moves: readonly MoveCase[];
  judge(move: MoveCase, expected: Expected): Diagnosis;
  /** By which clock times are shown where clocks differ, for a person. */
  readonly clockWords: readonly string[];
}

/** @param heard in the order in which each place said it */
export function movesIn(heard: readonly Heard[]): FoundMoves {
  const { heard: once, words: clockWords } = byOneClock(withoutDoubles(heard));
  const book = new HeardBook(once);
  const drafts = moveDrafts(once);
  const refusals = refusalsIn(drafts, book);
  const recorded = once.filter(({ source }) => source === 'har');
  const next = nextAttempts(drafts);
  const cases = drafts.map((draft) => untilNextAttempt(moveCase(draft, drafts, refusals, book), next.get(draft)));
  const moves = withBrowsers(cases, browserMoves(once));
  return {
    moves: moves.map((move) => (move.browser === null ? { ...move, untold: untoldBrowser(move, recorded) } : move)),
    clockWords,
    judge: (move, expected) => ({ move, steps: stepsOf(move), finding: findingOf(factsOf(move, book, expected)) }),
  };
}

/** Every move in what was heard, judged. @param heard in the order in which each place said it */
export function diagnose(heard: readonly Heard[], expected: Expected = nothingExpected): Diagnosis[] {
  const { moves, judge } = movesIn(heard);
  return moves.map((move) => judge(move, expected));
}

/** A line that came twice, or stands in two of the files, says no more than once. */
function withoutDoubles(heard: readonly Heard[]): Heard[] {
  const seen = new Set<string>();
  return heard.filter(({ place, atMs, text }) => {
    const key = `${place} ${atMs} ${text}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
