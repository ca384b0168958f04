import type { FailureCause } from '@/lib/trace/failure';
import type { FaultCause } from '@/lib/trace/faults';
import type { Heard } from '@/lib/trace/heard';
import type { MoveFacts } from '@/lib/trace/move-facts';
import { suspicionsOf, type Suspicion } from '@/lib/trace/causes';
import { symptomOf, type Symptom } from '@/lib/trace/symptom';

/** `high`: something says so, and nothing against it. `medium`: one cause fits and nothing says so. `low`: several do. */
export type Confidence = 'high' | 'medium' | 'low';

/** A diagnosis with its evidence. */
export interface Finding {
  readonly symptom: Symptom;
  /** The step that did not come about; null where none is known to have failed. */
  readonly step: number | null;
  /** Null where nothing went wrong. */
  readonly cause: FailureCause | null;
  /** Other causes that go with what is known. */
  readonly otherCauses: readonly FaultCause[];
  readonly confidence: Confidence;
  readonly evidence: readonly Heard[];
  /** The numeric id that a recording of the browser shows; null where there is none. */
  readonly numericId: { readonly ids: readonly string[]; readonly isOfTarget: boolean | null } | null;
}

/** Ends that no fault brings about, or that are none. */
const withoutCause = new Set<Symptom>(['in-lobby', 'in-both', 'not-sent', 'under-way']);

/** What a move came to, and why: by what was said of it, and no more than that. */
export function findingOf(facts: MoveFacts): Finding {
  const { numericId } = facts;
  const found = judged(facts);
  // What somebody may have made up to look like a line makes nothing sure.
  const confidence = found.confidence === 'high' && found.evidence.some(({ isGuess }) => isGuess) ? 'medium' : found.confidence;
  return { ...found, confidence, numericId: numericId && { ids: numericId.ids, isOfTarget: numericId.isOfTarget } };
}

function judged(facts: MoveFacts): Omit<Finding, 'numericId'> {
  const symptom = symptomOf(facts);
  if (symptom === 'joined' || withoutCause.has(symptom)) {
    // What a live move came to is proved.
    const confidence = facts.live || facts.isInTarget ? 'high' : 'medium';
    return { symptom, step: null, cause: null, otherCauses: [], confidence, evidence: facts.joined ? [facts.joined] : [] };
  }
  const suspicions = suspicionsOf(facts, symptom);
  const best = suspicions.filter(({ how }) => how === suspicions[0]?.how);
  const [only] = best;
  if (!only || best.length > 1 || only.how === 'possible') return undecided(symptom, suspicions);
  return {
    symptom,
    step: only.step,
    cause: only.cause,
    otherCauses: suspicions.filter((one) => one !== only).map(({ cause }) => cause),
    confidence: only.how === 'shown' ? 'high' : 'medium',
    evidence: only.evidence,
  };
}

function undecided(symptom: Symptom, suspicions: readonly Suspicion[]): Omit<Finding, 'numericId'> {
  const evidence = [...new Set(suspicions.flatMap((one) => one.evidence))];
  return { symptom, step: null, cause: 'insufficient-evidence', otherCauses: suspicions.map(({ cause }) => cause), confidence: 'low', evidence };
}
