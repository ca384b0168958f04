import type { Finding } from '@/lib/trace/finding';
import type { LiveDiagnosis } from '@/lib/trace/diagnosis-report';
import type { ItemFinding } from '@/lib/trace/item-finding';

const sureness: readonly Finding['confidence'][] = ['low', 'medium', 'high'];

/**
 * What was found when it happened stands where the journal tells less by now: it forgets after a day, and when Usher stops.
 * @param stored the finding on record with the item
 */
export function withRemembered(trace: LiveDiagnosis, stored: ItemFinding | null): LiveDiagnosis {
  const { finding, assumed } = trace;
  if (stored?.symptom !== finding.symptom || stored.cause === null || sureness.indexOf(stored.confidence) <= sureness.indexOf(finding.confidence)) return trace;
  // What shows another cause now does not show this one.
  const shown = stored.cause === finding.cause ? {} : { evidence: [], moreEvidence: 0 };
  return { ...trace, finding: { ...finding, ...stored, ...shown }, assumed: [...assumed, 'Why it failed was found at that time. Usher no longer has all that showed it.'] };
}
