import { enteringRules } from '@/lib/move/consequences-of-entering';
import { leavingRules } from '@/lib/move/consequences-of-leaving';
import type { Going, Rules } from '@/lib/move/consequence-rule';
import { personRules } from '@/lib/move/consequences-for-person';
import { bridgeRules } from '@/lib/move/consequences-for-bridges';
import type { Consequence } from '@/lib/move/verdict';
import { consequenceCodes, type ConsequenceCode } from '@/lib/move/verdict-codes';

const rules: Rules<ConsequenceCode> = { ...enteringRules, ...leavingRules, ...personRules, ...bridgeRules };

/** What else will happen when `going.person` goes, `going.all` being everybody who goes with them. */
export function consequencesOf(going: Going): Consequence[] {
  return consequenceCodes.flatMap((code): Consequence[] => {
    const told = rules[code](going);
    if (told === null) return [];
    return [told === 'unknown' ? { code, known: false } : { code, ...told }];
  });
}
