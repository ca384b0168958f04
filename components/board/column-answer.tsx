'use client';

import { notKnownSentence } from '@/lib/move/consequence-words';
import type { Answer } from '@/components/move/answer-for';

/** How many lines a column has that nobody is over: it answers at a glance, and covers as little as can be. */
const atAGlance = 2;

interface ColumnAnswerProps {
  /** Without what all columns answer alike. */
  answer: Answer;
  isOver: boolean;
}

/** The answer, over the column's people, so that nothing moves while somebody aims. */
export function ColumnAnswer({ answer, isOver }: ColumnAnswerProps) {
  const { allowed, headline, refusals, lines, reason } = answer;
  const notKnown = notKnownSentence(answer.notKnown);
  const shown = isOver ? lines : lines.slice(0, atAGlance);
  const more = lines.length - shown.length;
  return (
    <div
      data-testid="column-answer"
      data-reason={reason ?? 'allowed'}
      className="absolute inset-x-1 top-1 z-10 rounded-md border bg-raised px-3 py-1.5 shadow-[0_4px_16px_var(--shadow)]"
    >
      <p className={allowed > 0 ? 'text-sm font-semibold text-accent' : 'text-sm font-semibold text-muted'}>{headline}</p>
      {refusals.map((line) => (
        <p key={line} className="text-xs text-muted">
          {line}
        </p>
      ))}
      {allowed > 0 && shown.length > 0 && (
        <ul className="text-xs text-waiting">
          {shown.map((line) => (
            <li key={line} className="first-letter:uppercase">
              {line}
            </li>
          ))}
        </ul>
      )}
      {allowed > 0 && more > 0 && <p className="text-xs text-muted">And {more} more.</p>}
      {allowed > 0 && isOver && notKnown && <p className="text-xs text-muted">{notKnown}</p>}
    </div>
  );
}
