'use client';

import { useMemo, useRef, useState } from 'react';
import type { DiagnosedMove } from '@/lib/trace/diagnosis-report';
import type { BundleNotes } from '@/lib/trace/support-bundle';
import { drawnSteps, type DrawnStep } from '@/components/trace/drawn-step';
import { LogLines } from '@/components/trace/log-lines';
import { StepList } from '@/components/trace/step-list';
import { TraceDiagram } from '@/components/trace/trace-diagram';
import { TraceExport } from '@/components/trace/trace-export';

interface TraceProps {
  move: DiagnosedMove;
  /** In which times are shown, as in `Europe/Berlin`. */
  timeZone: string;
  /** Who asked for the move: Usher, where it was Usher. */
  asker: string;
  /** What else belongs into a support bundle. */
  about: BundleNotes;
}

/** What is known of the eleven steps of a move: drawn where there is room, as a list where there is not; and ways to take it along. */
export function Trace({ move, timeZone, asker, about }: TraceProps) {
  const steps = useMemo(() => drawnSteps(move, { timeZone, asker }), [move, timeZone, asker]);
  const [chosen, setChosen] = useState(() => firstOfInterest(steps));
  const drawing = useRef<SVGSVGElement>(null);
  const step = steps.find((one) => one.step === chosen);
  return (
    <section aria-label="Steps" className="@container overflow-hidden rounded-lg border bg-raised">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b py-1.5 pr-2 pl-4">
        <h2 className="text-sm font-medium">Steps</h2>
        <p className="min-w-0 flex-1 basis-56 text-xs text-muted">
          {knownWords(steps)} Times in {timeZone}.
        </p>
        <TraceExport move={move} drawing={drawing} about={about} />
      </header>
      <div className="hidden @5xl:block">
        <TraceDiagram ref={drawing} steps={steps} asker={asker} chosen={chosen} onChoose={setChosen} />
        {step && <StepLines step={step} />}
      </div>
      <div className="@5xl:hidden">
        <StepList steps={steps} />
      </div>
    </section>
  );
}

/** Where it failed; else the first that something shows. */
function firstOfInterest(steps: readonly DrawnStep[]): number {
  return (steps.find(({ state }) => state === 'failed') ?? steps.find(({ lines }) => lines.length > 0))?.step ?? 1;
}

function knownWords(steps: readonly DrawnStep[]): string {
  const unknown = steps.filter(({ source }) => source === null).length;
  if (unknown === steps.length) return 'None of them is known.';
  return unknown === 0 ? 'All are known.' : `${steps.length - unknown} of ${steps.length} ${unknown === steps.length - 1 ? 'is' : 'are'} known; of the others nothing here tells.`;
}

function StepLines({ step }: { step: DrawnStep }) {
  return (
    <div role="region" aria-live="polite" aria-label={`What shows step ${step.step}`} className="border-t px-4 py-3">
      <p className="mb-2 text-xs text-muted">
        {step.lines.length === 0 ? `Nothing here shows step ${step.step}.` : `What shows step ${step.step}`}
      </p>
      {step.lines.length > 0 && <LogLines lines={step.lines} more={step.more} />}
    </div>
  );
}
