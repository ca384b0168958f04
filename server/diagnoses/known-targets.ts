import { nothingExpected, type Expected, type ExpectedTarget } from '@/lib/trace/expected';
import type { Diagnosis, FoundMoves } from '@/lib/trace/diagnose';
import type { MoveCase } from '@/lib/trace/move-case';

/** The numeric ids by which one comes to a target, none where they are not known; and in words whose they are and who says so, null where the asker did. */
export interface TargetIds {
  readonly numericIds: readonly string[];
  readonly words: string | null;
}

/** Whom a move took, and whom it made, as far as that is known. */
export type Moved = Pick<MoveCase, 'participant' | 'newParticipant'>;

/** What Usher knows of where people were to go, as far as whoever asks may know it. */
export interface KnownTargets {
  /** Of the meeting or space that is said to have been meant. Problem: `invalid`, where there is none that the asker may see. */
  meant(to: Exclude<ExpectedTarget, { numericIds: unknown }>): Promise<TargetIds>;
  /** Of a move that Usher ordered or saw; null of any other. */
  ofMove(move: Moved): Promise<TargetIds | null>;
}

/** Of so many moves it is looked up whether Usher knows them. */
const mostLookedUp = 20;

export interface Judged {
  readonly diagnoses: readonly Diagnosis[];
  /** Whose numeric ids were compared. */
  readonly words: readonly string[];
}

/** Judges moves by the target that was meant; where nobody says which that is, by that of Usher's own record of the move. */
export async function judged({ moves, judge }: FoundMoves, expected: Expected, targets: Pick<KnownTargets, 'ofMove'> | null): Promise<Judged> {
  const first = moves.map((move) => judge(move, expected));
  const open = targets && expected.numericIds.length === 0 ? first.filter(({ finding }) => finding.numericId?.isOfTarget === null) : [];
  const found = new Map<MoveCase, TargetIds>();
  for (const { move } of open.slice(0, mostLookedUp)) {
    const ids = await targets?.ofMove(move);
    if (ids) found.set(move, ids);
  }
  const again = ({ move }: Diagnosis) => judge(move, { ...nothingExpected, numericIds: found.get(move)?.numericIds ?? [] });
  return {
    diagnoses: first.map((diagnosis) => (found.has(diagnosis.move) ? again(diagnosis) : diagnosis)),
    words: [...new Set(Array.from(found.values()).flatMap(({ words }) => words ?? []))],
  };
}
