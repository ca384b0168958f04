import type { LiveDiagnosis } from '@/lib/trace/diagnosis-report';
import type { ItemFinding } from '@/lib/trace/item-finding';

/**
 * What was found when it happened stands where the journal does not tell it any more: it forgets after a day, and when Usher stops.
 * @param stored the finding on record with the item
 */
export function withRemembered(trace: LiveDiagnosis, stored: ItemFinding | null): LiveDiagnosis {
  const { finding, assumed } = trace;
  const isForgotten = finding.cause === 'insufficient-evidence' && stored?.symptom === finding.symptom && stored.cause !== null && stored.cause !== 'insufficient-evidence';
  if (!isForgotten) return trace;
  return { ...trace, finding: { ...finding, ...stored }, assumed: [...assumed, 'Why it failed was found at that time. Usher no longer has all that showed it.'] };
}
