import type { Participant } from '@/lib/meeting/participant';
import type { MoveSituation } from '@/lib/move/situation';
import type { Consequence } from '@/lib/move/verdict';
import type { ConsequenceCode } from '@/lib/move/verdict-codes';

/** One who goes, among all who go. */
export interface Going {
  readonly person: Participant;
  /** Everybody who goes, in the order in which they go; `person` is one of them. */
  readonly all: readonly Participant[];
  /** Those of them who leave the same meeting, in that order. */
  readonly companions: readonly Participant[];
  readonly situation: MoveSituation;
}

/** What a rule says: what the consequence is about; `unknown` where an input is not known; null where it does not come. */
export type Told = Omit<Consequence, 'code' | 'known'> | 'unknown' | null;

export type ConsequenceRule = (going: Going) => Told;

/** The rules of some codes. */
export type Rules<Code extends ConsequenceCode> = Record<Code, ConsequenceRule>;
