'use client';

import type { Answer } from '@/components/move/answer-for';

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
