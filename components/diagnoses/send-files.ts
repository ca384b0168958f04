import { progressLines } from '@/lib/trace/diagnosis-progress';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { uploadLimits } from '@/lib/trace/upload-limits';
import type { Outcome, Problem } from '@/lib/problem/problem';
import type { Meant } from '@/components/diagnoses/meant-field';
import { packed } from '@/components/diagnoses/pack-file';
import { jsonOf, ProgressLines } from '@/components/diagnoses/progress-lines';
import { problemFrom } from '@/components/queries/read-json';

export interface Progress {
  readonly stage: 'packing' | 'sending' | 'reading';
  /** 0 to 1; null where nobody knows. */
  readonly part: number | null;
  /** Of reading: that it is the second time, around the moves that were found. */
  readonly again?: boolean;
}

/** What the person knows that files do not say. */
export interface Known {
  /** Where the clocks of the bridges stand, as the person says; null to have it guessed. */
  readonly timeZone: string | null;
  /** Where they are taken to stand if nothing shows it, and in which times are shown. */
  readonly usualTimeZone: string;
  /** Where the person who was moved was meant to go; null where nobody says. */
  readonly meant: Meant | null;
}

export interface SendingTerms extends Known {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** Sends files to be diagnosed. Never rejects; problems are the server's own, or `unavailable` where none came. */
export async function sendFiles(files: readonly File[], { timeZone, usualTimeZone, meant, onProgress, signal }: SendingTerms): Promise<Outcome<DiagnosisReport>> {
  try {
    const form = new FormData();
    form.append(timeZone === null ? 'usualTimeZone' : 'timeZone', timeZone ?? usualTimeZone);
    if (meant) form.append('expected', JSON.stringify({ to: meant.to }));
    const whole = files.reduce((sum, { size }) => sum + size, 0);
    let [read, sent] = [0, 0];
    for (const file of files) {
      const one = await packed(file, (bytes) => onProgress({ stage: 'packing', part: (read += bytes) / Math.max(1, whole) }), signal);
      form.append('files', one, one.name);
      sent += one.size;
      if (sent > uploadLimits.bytes) return { ok: false, problem: tooLarge };
      signal.throwIfAborted();
    }
    return await posted(form, onProgress, signal);
  } catch {
    return { ok: false, problem: { code: 'unavailable', detail: 'A file could not be read, or Usher does not answer. Is the network up?' } };
  }
}

const tooLarge: Problem = {
  code: 'too-large',
  detail: `Packed, these files are more than ${uploadLimits.bytes / 1024 ** 2} MB. Cut out the minutes around the move, or read them where they are: npm run diagnose -- FILE...`,
};

/** By XMLHttpRequest: `fetch` does not say how much has been sent. */
function posted(form: FormData, onProgress: SendingTerms['onProgress'], signal: AbortSignal): Promise<Outcome<DiagnosisReport>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/console/data/diagnoses');
    request.setRequestHeader('accept', progressLines);
    const lines = new ProgressLines((progress) => onProgress({ stage: 'reading', part: progress.read / Math.max(1, progress.of), again: progress.again }));
    request.upload.onprogress = ({ loaded, total }) => onProgress({ stage: 'sending', part: loaded / Math.max(1, total) });
    request.upload.onload = () => onProgress({ stage: 'reading', part: 0 });
    request.onprogress = () => request.status === 200 && lines.take(request.responseText);
    request.onload = () => resolve(request.status === 200 ? lines.end(request.responseText) : { ok: false, problem: problemFrom(jsonOf(request.responseText), request.status) });
    request.onerror = () => reject(new Error('Usher does not answer.'));
    request.onabort = () => reject(new Error('Broken off.'));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}
