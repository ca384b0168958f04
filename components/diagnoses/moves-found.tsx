'use client';

import { useId, useState } from 'react';
import { ChevronRight } from 'lucide-react';
import clsx from 'clsx';
import type { DiagnosedMove } from '@/lib/trace/diagnosis-report';
import type { BundleNotes } from '@/lib/trace/support-bundle';
import { beganAt, causeLabel, confidenceLabels, symptomLabels, wayWords, whoWords } from '@/components/diagnoses/finding-labels';
import { MoveFinding } from '@/components/diagnoses/move-finding';
import type { Diagnosed } from '@/components/diagnoses/use-diagnosis';
import { askerWords } from '@/components/trace/asker-words';
import { Trace } from '@/components/trace/trace';
import { useTraceTerms } from '@/components/trace/trace-terms';
import { Badge } from '@/components/ui/badge';
import { Fact } from '@/components/ui/facts';

const tracks = 'grid-cols-[16px_minmax(0,1fr)] lg:grid-cols-[16px_150px_minmax(120px,1fr)_minmax(200px,1.6fr)_132px_minmax(160px,2fr)_64px]';

/** The moves in the files, in the order in which they began. Each opens to its finding and its steps; a single one is open. */
export function MovesFound({ report, files, known }: Diagnosed) {
  const { moves, skipped, assumed } = report;
  const timeZone = known.timeZone ?? known.usualTimeZone;
  const { version } = useTraceTerms();
  const about = { versions: { usher: version }, verdict: null, assumed, from: { files: files.map(({ name }) => name), known, skipped } };
  return (
    <section aria-label="Moves found" className="overflow-hidden rounded-lg border bg-raised">
      <div aria-hidden className={clsx('hidden h-9 items-center gap-4 border-b px-4 text-xs font-medium text-muted lg:grid', tracks)}>
        {['', 'When', 'Who', 'From and to', 'How it went', 'Why', 'How sure'].map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <ol className="divide-y">
        {moves.map((move, at) => (
          <li key={at}>
            <FoundMove move={move} timeZone={timeZone} startsOpen={moves.length === 1} about={about} />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface FoundMoveProps {
  move: DiagnosedMove;
  timeZone: string;
  startsOpen: boolean;
  about: BundleNotes;
}

function FoundMove({ move, timeZone, startsOpen, about }: FoundMoveProps) {
  const [open, setOpen] = useState(startsOpen);
  const id = useId();
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className={clsx('grid min-h-10 w-full items-center gap-x-4 gap-y-0.5 px-4 py-2 text-left text-sm -outline-offset-2 hover:bg-surface', tracks)}
      >
        <ChevronRight size={16} aria-hidden className={clsx('text-muted transition-transform duration-150', open && 'rotate-90')} />
        <MoveCells move={move} timeZone={timeZone} />
      </button>
      {open && (
        <div id={id} className="grid grid-cols-[minmax(0,1fr)] gap-5 border-t bg-surface px-4 py-5 sm:px-6">
          <MoveFinding move={move}>
            <Fact name="Who">
              <bdi className="[overflow-wrap:anywhere]">{whoWords(move)}</bdi>
            </Fact>
            <Fact name="From and to">
              <span className="[overflow-wrap:anywhere]">{wayWords(move)}</span>
            </Fact>
            <Fact name="Id before">
              <Id value={move.participant} />
            </Fact>
            <Fact name="Id after">
              <Id value={move.newParticipant} />
            </Fact>
          </MoveFinding>
          <Trace move={move} timeZone={timeZone} asker={askerWords(move.askedBy)} about={about} />
        </div>
      )}
    </>
  );
}

function Id({ value }: { value: string | null }) {
  return value === null ? <span className="text-muted">Not known</span> : <span className="font-mono text-xs select-all">{value}</span>;
}

function MoveCells({ move, timeZone }: { move: DiagnosedMove; timeZone: string }) {
  const { label, tone } = symptomLabels[move.finding.symptom];
  const at = beganAt(move);
  const cause = causeLabel(move.finding);
  const way = wayWords(move);
  return (
    <>
      <span className="hidden text-muted lg:block">{at === null ? 'Not known' : dayAndTime(at, timeZone)}</span>
      <span className="min-w-0">
        <span dir="auto" className="block truncate text-left font-medium" title={whoWords(move)}>
          {whoWords(move)}
        </span>
        <span className="block truncate text-xs text-muted lg:hidden">{at === null ? way : dayAndTime(at, timeZone)}</span>
      </span>
      <span className="hidden truncate text-muted lg:block" title={way}>
        {way}
      </span>
      <span className="max-lg:col-start-2">
        <Badge tone={tone}>{label}</Badge>
      </span>
      <span className="hidden truncate lg:block" title={cause}>
        {cause}
      </span>
      <span className="hidden text-muted lg:block">{confidenceLabels[move.finding.confidence].label}</span>
    </>
  );
}

function dayAndTime(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}
