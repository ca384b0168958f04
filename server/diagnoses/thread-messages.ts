import type { ReadingProgress } from '@/lib/trace/diagnosis-progress';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import type { DiagnosisTerms } from '@/server/diagnoses/diagnose-files';
import type { Moved, TargetIds } from '@/server/diagnoses/known-targets';
import type { GivenFile } from '@/server/diagnoses/read-files';

/** What a thread that makes a diagnosis begins with. */
export interface ThreadJob extends Pick<DiagnosisTerms, 'timeZone' | 'usualTimeZone' | 'nowMs' | 'expected'> {
  readonly files: readonly GivenFile[];
  /** Whether it may ask for the targets of moves. */
  readonly asksForTargets: boolean;
}

export type FromThread =
  | { readonly says: 'progress'; readonly progress: ReadingProgress }
  | { readonly says: 'target-of'; readonly question: number; readonly moved: Moved }
  | { readonly says: 'report'; readonly report: DiagnosisReport };

/** The answer to `target-of`. */
export interface ToThread {
  readonly question: number;
  readonly ids: TargetIds | null;
}
