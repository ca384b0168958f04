import type { KindCounts } from '@/lib/meeting/meeting';
import type { ParticipantKind } from '@/lib/meeting/participant';

/** The counts with one more (`step` 1) or one less (-1) of a kind; what is at none is left out. */
export function withOneOf(counts: KindCounts, kind: ParticipantKind, step: 1 | -1): KindCounts {
  const { [kind]: count = 0, ...others } = counts;
  return count + step > 0 ? { ...others, [kind]: count + step } : others;
}
