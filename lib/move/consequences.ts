import type { Participant } from '@/lib/meeting/participant';
import { enteringRules } from '@/lib/move/consequences-of-entering';
import { leavingRules } from '@/lib/move/consequences-of-leaving';
import type { Rules } from '@/lib/move/consequence-rule';
import { personRules } from '@/lib/move/consequences-for-person';
import { bridgeRules } from '@/lib/move/consequences-for-bridges';
import type { MoveSituation } from '@/lib/move/situation';
import type { Consequence } from '@/lib/move/verdict';
import { consequenceCodes, type ConsequenceCode } from '@/lib/move/verdict-codes';

const rules: Rules<ConsequenceCode> = { ...enteringRules, ...leavingRules, ...personRules, ...bridgeRules };

/** What else will happen when `person` goes, `all` being everybody who goes with them. */
export function consequencesOf(person: Participant, all: readonly Participant[], situation: MoveSituation): Consequence[] {
  return consequenceCodes.flatMap((code): Consequence[] => {
    const told = rules[code]({ person, all, situation });
    if (told === null) return [];
    return [told === 'unknown' ? { code, known: false } : { code, ...told }];
  });
}
