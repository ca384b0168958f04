import type { MoveFacts } from '@/lib/trace/move-facts';

export const symptoms = ['joined', 'joined-without-media', 'nothing-happened', 'dropped', 'wrong-meeting', 'in-lobby', 'in-both', 'not-sent', 'under-way', 'unknown'] as const;
/** How a move turned out. `unknown`: what is at hand does not tell. `not-sent`: Usher never asked for it. */
export type Symptom = (typeof symptoms)[number];

/** How a move turned out, by what was said of it. */
export function symptomOf({ joined, isInTarget, oldEnded, answer, made, told, noWebBridge, move, live }: MoveFacts): Symptom {
  if (live) return live.symptom;
  if (move.later !== null || move.browser?.again) return 'wrong-meeting';
  if (joined) return isInTarget === false ? 'wrong-meeting' : 'joined';
  if (oldEnded) return 'dropped';
  if (answer && answer.said.status >= 300) return 'nothing-happened';
  return answer || made || told || noWebBridge || move.operation || (move.browser?.wentOn && !move.browser.left) ? 'nothing-happened' : 'unknown';
}
