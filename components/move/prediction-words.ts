import type { Observed } from '@/lib/move/observed';
import type { Trust } from '@/lib/move/trust';
import { consequenceLabel } from '@/lib/move/consequence-words';
import { refusalLabels } from '@/lib/move/words';

/** What was predicted of a move by others, and whether it held, in a sentence. */
export function predictionWords({ predicted, held, outcomes }: Observed): string {
  if (predicted === null) return 'Nothing was predicted: the person was not known before.';
  const refusal = predicted.reason === null ? null : refusalLabels[predicted.reason].toLowerCase();
  if (held === false && refusal !== null) return `Usher would have refused it (${refusal}), and it was possible.`;
  if (held === false) return `Expected, and did not come true: ${failed({ predicted, outcomes })}.`;
  if (refusal !== null) return `Usher would not have sent it (${refusal}). Whether it could go was not the question.`;
  return held ? 'It went as Usher would have said before.' : 'Usher would have let it go. Whether all went as expected is not known.';
}

function failed({ predicted, outcomes }: Pick<Observed, 'predicted' | 'outcomes'>): string {
  const codes = new Set(outcomes.filter(({ came }) => !came).map(({ code }) => code));
  return (predicted?.consequences ?? []).filter(({ code }) => codes.has(code)).map(consequenceLabel).join(', ');
}

/** How the predictions for a cluster have done, in a line. @param since as a person reads it */
export function trustWords({ mode, seen, held, missed, notKnown }: Trust, since: string): string {
  const where = `In ${mode} since ${since}`;
  if (seen === 0) return `${where}: no moves by others seen.`;
  const parts = [`${held} as predicted`, ...(missed > 0 ? [`${missed} not`] : []), ...(notKnown > 0 ? [`${notKnown} that cannot be compared`] : [])];
  return `${where}: ${seen} ${seen === 1 ? 'move' : 'moves'} by others seen, ${parts.join(', ')}.`;
}
