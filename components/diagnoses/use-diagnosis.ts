'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import type { Problem } from '@/lib/problem/problem';
import { sendFiles, type Known, type Progress } from '@/components/diagnoses/send-files';
import { leaveForSignIn } from '@/components/sign-in/leave';

export interface Diagnosed {
  readonly report: DiagnosisReport;
  readonly files: readonly File[];
  readonly known: Known;
}

export type DiagnosisState =
  | { readonly is: 'idle' }
  | { readonly is: 'busy'; readonly progress: Progress }
  | { readonly is: 'refused'; readonly problem: Problem }
  | { readonly is: 'done'; readonly diagnosed: Diagnosed };

/** Has files diagnosed, one lot at a time; what is under way ends with the page. */
export function useDiagnosis() {
  const [state, setState] = useState<DiagnosisState>({ is: 'idle' });
  const underWay = useRef<AbortController | null>(null);
  const stop = useCallback(() => {
    underWay.current?.abort();
    underWay.current = null;
    setState({ is: 'idle' });
  }, []);
  useEffect(() => () => underWay.current?.abort(), []);
  const start = useCallback(async (files: readonly File[], known: Known) => {
    underWay.current?.abort();
    const { signal } = (underWay.current = new AbortController());
    const show = (next: DiagnosisState) => !signal.aborted && setState(next);
    show({ is: 'busy', progress: { stage: 'packing', part: 0 } });
    const outcome = await sendFiles(files, { ...known, signal, onProgress: (progress) => show({ is: 'busy', progress }) });
    if (outcome.ok) return show({ is: 'done', diagnosed: { report: outcome.value, files, known } });
    if (outcome.problem.code === 'unauthenticated') leaveForSignIn();
    show({ is: 'refused', problem: outcome.problem });
  }, []);
  return { state, start, stop };
}
