'use client';

import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Verdict } from '@/lib/move/verdict';
import type { RefusalReason } from '@/lib/move/verdict-codes';
import { consequenceLabel, notKnownWords } from '@/lib/move/consequence-words';
import { refusalLabels } from '@/lib/move/words';
import { judgeAll, refusalSentence, type JudgedBy } from '@/components/move/judge-for';

/** What a column says to the people that are carried over the board. */
export interface Answer {
  readonly verdicts: readonly Verdict[];
  /** How many of them may go. */
  readonly allowed: number;
  /** The reason of the first who may not. */
  readonly reason: RefusalReason | null;
  /** In a few words: "Can move here", "2 of 3: Microsoft client", "Already here". */
  readonly headline: string;
  /** The refusal as a sentence, or what else will happen, one line each. */
  readonly lines: readonly string[];
  /** What could not be found out, in one line; null where all is known. */
  readonly notKnown: string | null;
}

export function answerFor(people: readonly Participant[], target: Meeting | null, by: JudgedBy): Answer {
  const verdicts = judgeAll(people, target, by);
  const allowed = verdicts.filter((verdict) => verdict.allowed).length;
  const refusedAt = verdicts.findIndex((verdict) => !verdict.allowed);
  const reason = verdicts[refusedAt]?.reason ?? null;
  return {
    verdicts,
    allowed,
    reason,
    headline: headline(people.length, allowed, reason),
    lines: lines({ people, verdicts, target, by: by.callBridges }),
    notKnown: notKnownWords(verdicts.flatMap((verdict) => (verdict.allowed ? verdict.consequences : []))),
  };
}

function headline(count: number, allowed: number, reason: RefusalReason | null): string {
  if (reason === null) return count === 1 ? 'Can move here' : `${count} can move here`;
  return allowed === 0 ? refusalLabels[reason] : `${allowed} of ${count}: ${refusalLabels[reason]}`;
}

interface Judged {
  people: readonly Participant[];
  verdicts: readonly Verdict[];
  target: Meeting | null;
  by: ReadonlyMap<string, CallBridge>;
}

function lines({ people, verdicts, target, by }: Judged): string[] {
  const refused = people.flatMap((person, at) => {
    const reason = verdicts[at]?.reason;
    return reason && reason !== 'same-meeting' ? [refusalSentence(reason, person, target, by)] : [];
  });
  const consequences = people.flatMap((person, at) => {
    const known = verdicts[at]?.allowed ? verdicts[at].consequences.filter((one) => one.known !== false) : [];
    return known.map((one) => `${people.length > 1 ? `${person.name} ` : ''}${consequenceLabel(one)}`);
  });
  return [...new Set([...refused, ...consequences])];
}

/** The answer, over the column's people, so that nothing moves while somebody aims. */
export function ColumnAnswer({ answer }: { answer: Answer }) {
  return (
    <div
      data-testid="column-answer"
      data-reason={answer.reason ?? 'allowed'}
      className="absolute inset-x-1 top-1 z-10 rounded-md border bg-raised px-3 py-2 shadow-[0_4px_16px_var(--shadow)]"
    >
      <p className={answer.allowed > 0 ? 'text-sm font-semibold text-accent' : 'text-sm font-semibold text-muted'}>{answer.headline}</p>
      {answer.lines.length > 0 && (
        <ul className="mt-0.5 text-xs">
          {answer.lines.map((line) => (
            <li key={line} className={answer.allowed > 0 ? 'text-waiting' : 'text-muted'}>
              {line}
            </li>
          ))}
        </ul>
      )}
      {answer.notKnown && <p className="mt-0.5 text-xs text-muted">{answer.notKnown}</p>}
    </div>
  );
}
