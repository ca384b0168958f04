import { faultCauses } from '@/lib/trace/faults';
import type { Symptom } from '@/lib/trace/symptom';

/** How an item can turn out that has a finding: what went well has none, and what was never sent has its verdict. */
export const failureSymptoms = ['nothing-happened', 'dropped', 'wrong-meeting', 'joined-without-media', 'in-lobby', 'in-both', 'unknown'] as const satisfies readonly Symptom[];
export type FailureSymptom = (typeof failureSymptoms)[number];

/** What a finding can name as the cause. */
export const failureCauses = [...faultCauses, 'insufficient-evidence'] as const;
export type FailureCause = (typeof failureCauses)[number];

/** Which failures are asked for; what is not said does not matter. */
export interface FailureFilter {
  readonly symptom?: FailureSymptom;
  readonly cause?: FailureCause;
}
