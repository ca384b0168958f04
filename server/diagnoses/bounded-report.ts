import type { Diagnosis } from '@/lib/trace/diagnose';
import { reported, type DiagnosedMove } from '@/lib/trace/diagnosis-report';

/** All moves of a report together, in characters of JSON: thousands of them as they usually are. Usher holds it whole while it is sent. */
const mostOfReport = 32 * 1024 ** 2;

export interface BoundedMoves {
  readonly moves: DiagnosedMove[];
  /** How many more there were than a report can hold. */
  readonly left: number;
}

/** The first of the moves that were found, as many as one report can hold: whoever writes the files also says how much is said of each move. @param most in characters */
export function boundedMoves(diagnoses: readonly Diagnosis[], most = mostOfReport): BoundedMoves {
  const moves: DiagnosedMove[] = [];
  let size = 0;
  for (const diagnosis of diagnoses) {
    const move = reported(diagnosis);
    size += JSON.stringify(move).length;
    if (size > most) break;
    moves.push(move);
  }
  return { moves, left: diagnoses.length - moves.length };
}
