import type { Consequence, Verdict } from '@/lib/move/verdict';
import type { ConsequenceCode } from '@/lib/move/verdict-codes';

/** When a move is confirmed before it is sent, as it is configured. */
export interface ConfirmRules {
  /** Moves of more people than this are confirmed. */
  readonly above: number;
  /** Ids or names of spaces; every move into one of them, or out of one, is confirmed. */
  readonly protectedSpaces: readonly string[];
}

/** A meeting that a move is about, as source or as target. */
export interface PlaceConcerned {
  readonly space: string | null;
  readonly name: string;
}

/** Consequences that reach people who were not chosen. */
const touching: ReadonlySet<ConsequenceCode> = new Set<ConsequenceCode>(['admits-lobby', 'leaves-without-activator', 'ends-source']);

export function touchesOthers({ code, known }: Consequence): boolean {
  return touching.has(code) && known !== false;
}

/** Those of the places that are protected, each once. */
export function protectedPlaces<Place extends PlaceConcerned>(places: readonly Place[], { protectedSpaces }: ConfirmRules): Place[] {
  const wanted = new Set(protectedSpaces.map(folded));
  return [...new Set(places)].filter(({ space, name }) => wanted.has(folded(name)) || (space !== null && wanted.has(folded(space))));
}

/**
 * Whether a move is confirmed before it is sent: `ask` and `send` say so; `look` that it depends on what is not known yet, and
 * has to be read from the bridges before.
 * @param verdicts of everybody; those who stay do not count
 */
export function confirmationNeed(verdicts: readonly Verdict[], places: readonly PlaceConcerned[], rules: ConfirmRules): 'send' | 'ask' | 'look' {
  const going = verdicts.filter(({ allowed }) => allowed);
  const consequences = going.flatMap((verdict) => verdict.consequences);
  if (going.length > rules.above || protectedPlaces(places, rules).length > 0 || consequences.some(touchesOthers)) return 'ask';
  return consequences.some(({ code, known }) => touching.has(code) && known === false) ? 'look' : 'send';
}

function folded(text: string): string {
  return text.trim().toLocaleLowerCase();
}
