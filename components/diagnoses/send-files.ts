import { diagnosisReportSchema, type DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { uploadLimits } from '@/lib/trace/upload-limits';
import type { Outcome, Problem } from '@/lib/problem/problem';
import type { Meant } from '@/components/diagnoses/meant-field';
import { packed } from '@/components/diagnoses/pack-file';
import { problemFrom } from '@/components/queries/read-json';

export interface Progress {
  readonly stage: 'packing' | 'sending' | 'reading';
  /** 0 to 1; null where nobody knows. */
  readonly part: number | null;
}

/** What the person knows that files do not say. */
export interface Known {
  /** Where the clocks of the bridges stand. */
  readonly timeZone: string;
  /** Where the person who was moved was meant to go; null where nobody says. */
  readonly meant: Meant | null;
}

export interface SendingTerms extends Known {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** Sends files to be diagnosed. Never rejects; problems are the server's own, or `unavailable` where none came. */
export async function sendFiles(files: readonly File[], { timeZone, meant, onProgress, signal }: SendingTerms): Promise<Outcome<DiagnosisReport>> {
  try {
    const form = new FormData();
    form.append('timeZone', timeZone);
    if (meant) form.append('expected', JSON.stringify({ to: meant.to }));
    const whole = files.reduce((sum, { size }) => sum + size, 0);
    let [read, sent] = [0, 0];
    for (const file of files) {
      const one = await packed(file, (bytes) => onProgress({ stage: 'packing', part: (read += bytes) / Math.max(1, whole) }));
      form.append('files', one, one.name);
      sent += one.size;
      if (sent > uploadLimits.bytes) return { ok: false, problem: tooLarge };
      signal.throwIfAborted();
    }
    return outcomeOf(await posted(form, onProgress, signal));
  } catch {
    return { ok: false, problem: { code: 'unavailable', detail: 'A file could not be read, or Usher does not answer. Is the network up?' } };
  }
}

const tooLarge: Problem = {
  code: 'too-large',
  detail: `Packed, these files are more than ${uploadLimits.bytes / 1024 ** 2} MB. Cut out the minutes around the move, or read them where they are: npm run diagnose -- FILE...`,
};

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** By XMLHttpRequest: `fetch` does not say how much has been sent. */
function posted(form: FormData, onProgress: SendingTerms['onProgress'], signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/console/data/diagnoses');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress({ stage: 'sending', part: loaded / Math.max(1, total) });
    request.upload.onload = () => onProgress({ stage: 'reading', part: null });
    request.onload = () => resolve({ status: request.status, body: request.response as unknown });
    request.onerror = () => reject(new Error('Usher does not answer.'));
    request.onabort = () => reject(new Error('Broken off.'));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

function outcomeOf({ status, body }: Answer): Outcome<DiagnosisReport> {
  if (status !== 200) return { ok: false, problem: problemFrom(body, status) };
  const parsed = diagnosisReportSchema.safeParse(body);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problem: { code: 'unavailable', detail: 'Usher answered in a form that this page does not know. Reload the page.' } };
}
