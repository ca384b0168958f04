import { Worker } from 'node:worker_threads';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { ProblemError } from '@/lib/problem/problem';
import type { DiagnosisTerms } from '@/server/diagnoses/diagnose-files';
import type { GivenFile } from '@/server/diagnoses/read-files';
import type { FromThread, ThreadJob, ToThread } from '@/server/diagnoses/thread-messages';

export interface ApartTerms extends Pick<DiagnosisTerms, 'timeZone' | 'usualTimeZone' | 'nowMs' | 'expected' | 'targets'> {
  readonly onProgress: NonNullable<DiagnosisTerms['onProgress']>;
  /** Aborted when nobody waits for it any more: then it ends at once, wherever it is. */
  readonly signal: AbortSignal;
}

/** What is kept of the files takes a fraction of it, whatever they are (`HeardKeeper`); what is found in it may come to more, which is said. */
const mostHeapMb = 1_536;

/**
 * As `diagnoseFiles`, in a thread of its own: a log of a gigabyte keeps a core busy for seconds, and what else Usher does must not wait for it.
 * @param program the thread's
 */
export function diagnoseApart(program: string) {
  return async (files: readonly GivenFile[], { onProgress, signal, targets, ...terms }: ApartTerms): Promise<DiagnosisReport> => {
    if (signal.aborted) throw nobodyWaits();
    const job: ThreadJob = { files, ...terms, asksForTargets: targets !== undefined };
    // It reads what anybody may have written, and needs nothing of Usher's environment.
    const thread = new Worker(program, { workerData: job, env: {}, resourceLimits: { maxOldGenerationSizeMb: mostHeapMb } });
    const answer = (reply: ToThread) => thread.postMessage(reply);
    try {
      return await new Promise<DiagnosisReport>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(nobodyWaits()), { once: true });
        thread.once('error', (error) => reject(isOutOfMemory(error) ? tooMuch() : error));
        thread.once('exit', () => reject(new Error('The thread of a diagnosis ended before it had said what it found.')));
        thread.on('message', (message: FromThread) => {
          if (message.says === 'progress') onProgress(message.progress);
          else if (message.says === 'report') resolve(message.report);
          else targets?.ofMove(message.moved).then((ids) => answer({ question: message.question, ids }), reject);
        });
      });
    } finally {
      await thread.terminate();
    }
  };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function tooMuch(): ProblemError {
  return new ProblemError('too-large', 'These files say more of calls than can be looked at together. Cut out the minutes around the move, or give less at once.');
}

function nobodyWaits(): ProblemError {
  return new ProblemError('unavailable', 'Whoever asked for this went away, so that it was broken off.');
}
