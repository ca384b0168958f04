import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { consequenceLabel, notKnownWords } from '@/lib/move/consequence-words';
import { groupConsequences, groupHeadline } from '@/lib/move/group-words';
import type { Verdict } from '@/lib/move/verdict';
import type { RefusalReason } from '@/lib/move/verdict-codes';
import { refusalLabels } from '@/lib/move/words';
import { judgeAll, refusalSentence, type JudgedBy } from '@/components/move/judge-for';

/** Who is named one by one, of those who may not go. */
const namedAtMost = 3;

/** What a meeting says to people who may go there together. */
export interface Answer {
  readonly verdicts: readonly Verdict[];
  /** How many of them may go. */
  readonly allowed: number;
  /** The reason of the first who may not. */
  readonly reason: RefusalReason | null;
  /** In a few words: "Can move here", "2 of 3 can move: one is a Microsoft client", "Already here". */
  readonly headline: string;
  /** The refusals as sentences, and what else will happen, one line each. */
  readonly lines: readonly string[];
  /** What could not be found out, in one line; null where all is known. */
  readonly notKnown: string | null;
}

/** The answer of `target`, which is null once it has ended, to people who would go there together. */
export function answerFor(people: readonly Participant[], target: Meeting | null, by: JudgedBy): Answer {
  const verdicts = judgeAll(people, target, by);
  const judged = people.flatMap((person, at) => (verdicts[at] ? { name: person.name, verdict: verdicts[at] } : []));
  const reason = verdicts.find((verdict) => !verdict.allowed)?.reason ?? null;
  const going = verdicts.filter(({ allowed }) => allowed);
  const alone = people.length === 1;
  const consequences = alone ? (going[0]?.consequences ?? []).filter(({ known }) => known !== false).map(consequenceLabel) : groupConsequences(judged);
  return {
    verdicts,
    allowed: going.length,
    reason,
    headline: alone ? (reason ? refusalLabels[reason] : 'Can move here') : groupHeadline(judged),
    lines: [...new Set([...refusalLines(people, verdicts, target, by), ...consequences])],
    notKnown: notKnownWords(going.flatMap((verdict) => verdict.consequences)),
  };
}

function refusalLines(people: readonly Participant[], verdicts: readonly Verdict[], target: Meeting | null, { callBridges }: JudgedBy): string[] {
  const refused = people.flatMap((person, at) => {
    const reason = verdicts[at]?.reason;
    return reason && reason !== 'same-meeting' ? [{ person, reason }] : [];
  });
  const sentences = refused.slice(0, namedAtMost).map(({ person, reason }) => refusalSentence(reason, person, target, callBridges));
  return refused.length > namedAtMost ? [...new Set(sentences), `And ${refused.length - namedAtMost} more.`] : sentences;
}
