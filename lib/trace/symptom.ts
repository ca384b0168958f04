import type { MoveFacts } from '@/lib/trace/move-facts';

/** How a move turned out. `unknown`: what is at hand does not tell. */
export type Symptom = 'joined' | 'joined-without-media' | 'nothing-happened' | 'dropped' | 'wrong-meeting' | 'unknown';

/** How a move turned out, by what was said of it. */
export function symptomOf({ joined, isInTarget, oldEnded, answer, made, told, noWebBridge, move }: MoveFacts): Symptom {
  if (move.later !== null) return 'wrong-meeting';
  if (joined) return isInTarget === false ? 'wrong-meeting' : 'joined';
  if (oldEnded) return 'dropped';
  if (answer && answer.said.status >= 300) return 'nothing-happened';
  return answer || made || told || noWebBridge || move.operation || (move.browser?.wentOn && !move.browser.left) ? 'nothing-happened' : 'unknown';
}
