import type { z } from 'zod';
import { diagnosedMoveSchema, type DiagnosedMove } from '@/lib/trace/diagnosis-report';

/** What of a finding stays with an item: its evidence is in the trace. */
export const itemFindingSchema = diagnosedMoveSchema.shape.finding.pick({ symptom: true, step: true, cause: true, otherCauses: true, confidence: true, words: true, advice: true });
export type ItemFinding = z.infer<typeof itemFindingSchema>;

/** A finding, and the item of the order that it is for. */
export interface FoundFor {
  readonly order: string;
  readonly item: string;
  readonly finding: ItemFinding;
}

/** A finding as it stays with an item. */
export function itemFindingOf({ symptom, step, cause, otherCauses, confidence, words, advice }: DiagnosedMove['finding']): ItemFinding {
  return { symptom, step, cause, otherCauses, confidence, words, advice };
}
