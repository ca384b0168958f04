import type { Outcome } from '@/lib/problem/problem';
import { diagnosisLineSchema, type DiagnosisLine, type ReadingProgress } from '@/lib/trace/diagnosis-progress';
import type { DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { problemFrom } from '@/components/queries/read-json';

/** Reads an answer that comes line by line. */
export class ProgressLines {
  #taken = 0;

  constructor(private readonly onProgress: (progress: ReadingProgress) => void) {}

  /** @param text all of the answer that there is so far */
  take(text: string): void {
    const end = text.lastIndexOf('\n') + 1;
    const lines = text.slice(this.#taken, end).split('\n').flatMap((line) => lineIn(line) ?? []);
    this.#taken = end;
    const newest = lines.findLast((line) => 'read' in line);
    if (newest) this.onProgress(newest);
  }

  /** @returns what came of it, as the last line says */
  end(text: string): Outcome<DiagnosisReport> {
    const last = lineIn(text.trimEnd().split('\n').at(-1) ?? '');
    if (last && 'report' in last) return { ok: true, value: last.report };
    if (last && 'problem' in last) return { ok: false, problem: problemFrom(last.problem, 200) };
    return { ok: false, problem: { code: 'unavailable', detail: 'Usher broke off, or answered in a form that this page does not know. Try again, or reload the page.' } };
  }
}

function lineIn(text: string): DiagnosisLine | null {
  return diagnosisLineSchema.safeParse(jsonOf(text)).data ?? null;
}

/** Null where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
