import { causeName } from '@/lib/trace/finding-words';
import type { FailureCause, FailureSymptom } from '@/lib/trace/failure';
import { symptomLabels } from '@/components/diagnoses/finding-labels';
import type { MovesFilter } from '@/components/moves/moves-filter';

/** How somebody's move failed, in a word or two: by its cause, or where it has none by its symptom. */
export function failureName({ cause, symptom }: { readonly cause: FailureCause | null; readonly symptom: FailureSymptom | null }): string {
  if (cause !== null) return causeName(cause);
  return symptom === null ? '' : symptomLabels[symptom].label;
}

/** What a filter looks for, in words. */
export function filterWords({ symptom, cause }: Pick<MovesFilter, 'symptom' | 'cause'>): string {
  return [symptom && failureName({ symptom, cause: null }), cause && failureName({ symptom: null, cause })].filter(Boolean).join(', ');
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** A day as people say it. @param day as in 2026-03-09 */
export function dayWords(day: string): string {
  const at = Date.parse(`${day}T00:00:00.000Z`);
  return Number.isNaN(at) ? '' : dayFormat.format(at);
}
