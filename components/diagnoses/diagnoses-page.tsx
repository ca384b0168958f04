'use client';

import { useState } from 'react';
import { SearchX } from 'lucide-react';
import { uploadLimits } from '@/lib/trace/upload-limits';
import { DropZone } from '@/components/diagnoses/drop-zone';
import { MovesFound } from '@/components/diagnoses/moves-found';
import { ProgressLine } from '@/components/diagnoses/progress-line';
import { ReportNotes } from '@/components/diagnoses/report-notes';
import { KnownFields, ownTimeZone } from '@/components/diagnoses/known-fields';
import type { Known } from '@/components/diagnoses/send-files';
import { useDiagnosis, type Diagnosed } from '@/components/diagnoses/use-diagnosis';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { useInBrowser } from '@/components/ui/use-in-browser';

/** Why moves went as they did, from logs that somebody drops here. */
export function DiagnosesPage() {
  const [chosen, setChosen] = useState<Partial<Known>>({});
  const { state, start, stop } = useDiagnosis();
  // The server does not know the browser's zone.
  const inBrowser = useInBrowser();
  const known: Known = { timeZone: chosen.timeZone ?? null, usualTimeZone: inBrowser ? ownTimeZone() : 'UTC', meant: chosen.meant ?? null };
  const change = (part: Partial<Known>) => {
    setChosen({ ...chosen, ...part });
    // What stands there was read without knowing this.
    if (state.is === 'done') void start(state.diagnosed.files, { ...known, ...part });
  };
  return (
    <div className="scroll-thin h-full overflow-y-auto pb-8">
      <PageHead title="Diagnoses">Why a move did what it did, from logs of bridges and HARs of browsers</PageHead>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-6">
        <div className="min-h-8">{inBrowser && <KnownFields known={known} onChange={change} />}</div>
        <DropZone disabled={state.is === 'busy'} low={state.is === 'done'} onFiles={(files) => void start(files, known)}>
          {state.is === 'done' ? <ReadWords {...state.diagnosed} /> : <WhatToDrop />}
        </DropZone>
        {state.is === 'busy' && <ProgressLine progress={state.progress} onStop={stop} />}
        {state.is === 'refused' && <Notice tone="failed">{state.problem.detail}</Notice>}
        {state.is === 'done' && <Result {...state.diagnosed} />}
      </div>
    </div>
  );
}

function WhatToDrop() {
  return (
    <>
      <p className="text-base font-medium text-ink">Drop logs and HARs here</p>
      <p className="mt-1">
        Logs of all call bridges and web bridges from the minute of the move, and what the browser recorded; as they are, in gzip or zip, at most {uploadLimits.files} files. They go
        to this Usher only, and are gone when they have been read.
      </p>
    </>
  );
}

function ReadWords({ report: { moves }, files }: Diagnosed) {
  return (
    <p role="status">
      <span className="font-medium text-ink">{moves.length === 0 ? 'No move was found' : `${moves.length} ${moves.length === 1 ? 'move was' : 'moves were'} found`}</span>{' '}
      <span className="[overflow-wrap:anywhere]">in {files.length === 1 ? files[0]?.name : `${files.length} files`}.</span> Drop others to look at those.
    </p>
  );
}

/** Of each file something is told that holds for all of it. */
function areAllSkipped({ report: { skipped }, files }: Diagnosed): boolean {
  return files.every(({ name }) => skipped.some(({ file, line }) => file === name && line === null));
}

function Result(diagnosed: Diagnosed) {
  return (
    <>
      <ReportNotes report={diagnosed.report} />
      {diagnosed.report.moves.length === 0 ? (
        <div className="rounded-lg border bg-raised">
          <EmptyState icon={<SearchX size={28} aria-hidden />} title="There is no move in these files">
            {areAllSkipped(diagnosed)
              ? 'What was not read stands above, and why. Logs of call bridges and web bridges tell of moves, and HARs that a browser saved.'
              : 'Was it another minute, or another bridge? The bridge that was asked for the move says most. A log has to be of level Info or more.'}
          </EmptyState>
        </div>
      ) : (
        <MovesFound {...diagnosed} />
      )}
    </>
  );
}
