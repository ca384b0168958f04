import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { touchesOthers } from '@/lib/move/confirmation';
import { consequenceLabel, notKnownParts } from '@/lib/move/consequence-words';
import { groupConsequences, groupHeadline, type Judged } from '@/lib/move/group-words';
import type { Consequence, Verdict } from '@/lib/move/verdict';
import type { RefusalReason } from '@/lib/move/verdict-codes';
import { refusalLabels } from '@/lib/move/words';
import { judgeAll, refusalSentence, stuckReason, type JudgedBy } from '@/components/move/judge-for';

/** What a meeting says to people who may go there together. */
export interface Answer {
  readonly verdicts: readonly Verdict[];
  /** How many of them may go. */
  readonly allowed: number;
  /** The reason of the first who may not. */
  readonly reason: RefusalReason | null;
  /** In a few words: "Can move here", "2 of 3 can move: one is a Microsoft client", "Already here". */
  readonly headline: string;
  /** Why nobody may go, where the headline does not say it all. */
  readonly refusals: readonly string[];
  /** What else will happen, one line each; what reaches others comes first. */
  readonly lines: readonly string[];
  /** What could not be found out. */
  readonly notKnown: readonly string[];
}

/** The answer of `target`, which is null once it has ended, to people who would go there together. */
export function answerFor(people: readonly Participant[], target: Meeting | null, by: JudgedBy): Answer {
  const verdicts = judgeAll(people, target, by);
  const judged = people.flatMap((person, at) => (verdicts[at] ? { name: person.name, verdict: verdicts[at] } : []));
  const reason = verdicts.find((verdict) => !verdict.allowed)?.reason ?? null;
  const going = verdicts.filter(({ allowed }) => allowed);
  const alone = people.length === 1;
  return {
    verdicts,
    allowed: going.length,
    reason,
    headline: alone ? (reason ? refusalLabels[reason] : 'Can move here') : groupHeadline(judged),
    refusals: going.length > 0 ? [] : refusalLines(people, verdicts, target, by),
    lines: linesFor(judged),
    notKnown: notKnownParts(going.flatMap((verdict) => verdict.consequences)),
  };
}

/** What else will happen if those go who may, one line each; what reaches others comes first. */
export function linesFor(judged: readonly Judged[]): string[] {
  const only = (wanted: (consequence: Consequence) => boolean) =>
    judged.map(({ name, verdict }) => ({ name, verdict: { ...verdict, consequences: verdict.consequences.filter(wanted) } }));
  const told = [...only(touchesOthers), ...only((one) => !touchesOthers(one))];
  return judged.length === 1 ? told.flatMap(labelsOf) : groupConsequences(told);
}

function labelsOf({ verdict: { allowed, consequences } }: Judged): string[] {
  return allowed ? consequences.filter(({ known }) => known !== false).map(consequenceLabel) : [];
}

/** Why none of them can go anywhere at all, whatever the target; nothing where anybody could. */
export function stuckLines(people: readonly Participant[], by: JudgedBy): string[] {
  const sentences: string[] = [];
  for (const person of people) {
    const reason = stuckReason(person, by);
    // One who can go is enough, and of many the first mostly can.
    if (!reason) return [];
    sentences.push(refusalSentence(reason, person, null, by.callBridges));
  }
  return firstOfThem(sentences);
}

function refusalLines(people: readonly Participant[], verdicts: readonly Verdict[], target: Meeting | null, { callBridges }: JudgedBy): string[] {
  return firstOfThem(
    people.flatMap((person, at) => {
      const reason = verdicts[at]?.reason;
      return reason && reason !== 'same-meeting' ? refusalSentence(reason, person, target, callBridges) : [];
    }),
  );
}

/** Of several who are held back by themselves one is named, and the others counted. */
function firstOfThem(sentences: readonly string[]): string[] {
  const [first, ...others] = new Set(sentences);
  if (first === undefined) return [];
  return others.length > 0 ? [first, `And ${sentences.length - 1} more.`] : [first];
}
