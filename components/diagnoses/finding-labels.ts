import { stateLabels } from '@/lib/move/words';
import type { DiagnosedMove } from '@/lib/trace/diagnosis-report';
import { causeSentence } from '@/lib/trace/finding-words';
import type { Tone } from '@/components/ui/badge';

type Finding = DiagnosedMove['finding'];

/** How a move went, in a word or two: as the state of an item, where that is one. */
export const symptomLabels: Readonly<Record<Finding['symptom'], { readonly label: string; readonly tone: Tone }>> = {
  joined: { label: 'Arrived', tone: 'proven' },
  'joined-without-media': { label: 'Arrived, no media', tone: 'waiting' },
  'nothing-happened': { label: stateLabels['nothing-happened'], tone: 'failed' },
  dropped: { label: stateLabels.dropped, tone: 'failed' },
  'wrong-meeting': { label: stateLabels['wrong-meeting'], tone: 'failed' },
  'in-lobby': { label: stateLabels['in-lobby'], tone: 'waiting' },
  'in-both': { label: stateLabels['in-both'], tone: 'failed' },
  'not-sent': { label: 'Not sent', tone: 'neutral' },
  'under-way': { label: 'Under way', tone: 'waiting' },
  unknown: { label: 'End not known', tone: 'neutral' },
};

export const confidenceLabels: Readonly<Record<Finding['confidence'], { readonly label: string; readonly words: string }>> = {
  high: { label: 'Sure', words: 'Something says so, and nothing speaks against it.' },
  medium: { label: 'Likely', words: 'It is what goes with all that is known, but no line says so.' },
  low: { label: 'Not sure', words: 'Too little is known to decide.' },
};

/** Why a move went as it did, in a sentence. */
export function causeLabel({ cause, otherCauses }: Finding): string {
  if (cause === null) return '';
  if (cause !== 'insufficient-evidence') return causeSentence(cause);
  return otherCauses.length === 0 ? 'The files do not say why.' : `One of ${otherCauses.length} causes; the files do not say which.`;
}

export function whoWords({ name, participant }: DiagnosedMove): string {
  return name ?? (participant === null ? 'Somebody' : `Participant ${participant.slice(0, 8)}`);
}

/** From where to where, as far as the files say it. */
export function wayWords({ from, to }: DiagnosedMove): string {
  const target = to.name ?? (to.call === null ? 'not in the files' : `call ${to.call.slice(0, 8)}`);
  return from.name === null ? `to ${target}` : `${from.name} → ${target}`;
}

/** When it began, as far as anything shows it. */
export function beganAt({ steps }: DiagnosedMove): string | null {
  return steps.flatMap(({ at }) => at ?? []).toSorted()[0] ?? null;
}
