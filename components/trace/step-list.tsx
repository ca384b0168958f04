import clsx from 'clsx';
import { ChevronRight, CircleHelp, CircleX } from 'lucide-react';
import { LogLines } from '@/components/trace/log-lines';
import { afterWords, type DrawnStep } from '@/components/trace/drawn-step';

/** The steps one below the other, for a screen that is too narrow to draw them. Each opens to the lines that show it. */
export function StepList({ steps }: { steps: readonly DrawnStep[] }) {
  return (
    <ol className="divide-y">
      {steps.map((step) => (
        <li key={step.step} className="px-3 py-2.5 text-sm">
          {step.lines.length === 0 ? (
            <StepHead step={step} />
          ) : (
            <details className="group">
              <summary className="relative block rounded-sm pr-6">
                <StepHead step={step} />
                <ChevronRight size={16} aria-hidden className="absolute top-0.5 right-0 text-muted group-open:rotate-90" />
              </summary>
              <div className="mt-2">
                <LogLines lines={step.lines} more={step.more} />
              </div>
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}

function StepHead({ step: { step, what, way, state, time, afterMs, source } }: { step: DrawnStep }) {
  return (
    <span className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-3">
      <span className={clsx('font-medium', state === 'failed' ? 'text-failed' : 'text-muted')}>{step}</span>
      <span className="grid gap-0.5">
        <span className={clsx(state === 'unknown' && 'text-muted', state === 'failed' && 'text-failed')}>{what}</span>
        <span className="text-xs text-muted">{way}</span>
        <span className="flex flex-wrap items-center gap-x-3 text-xs">
          {state === 'failed' && (
            <span className="flex items-center gap-1 font-medium text-failed">
              <CircleX size={12} aria-hidden /> Failed here
            </span>
          )}
          {source === null ? (
            <span className="flex items-center gap-1 text-muted">
              <CircleHelp size={12} aria-hidden /> Not known
            </span>
          ) : (
            <>
              <span className="font-mono">{time}</span>
              <span className="text-muted">{afterWords(afterMs)}</span>
              <span className="min-w-0 text-muted [overflow-wrap:anywhere]">{source}</span>
            </>
          )}
        </span>
      </span>
    </span>
  );
}
