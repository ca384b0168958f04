import { ProblemError } from '@/lib/problem/problem';
import { progressLines, type ReadingProgress } from '@/lib/trace/diagnosis-progress';
import type { Api, ApiParts } from '@/server/api/api';
import { problemResponse } from '@/server/api/problem-response';
import { progressAnswer } from '@/server/api/progress-answer';
import type { DiagnosedUpload } from '@/server/diagnoses/diagnosis-desk';

/**
 * `POST /diagnoses`: files in, what became of the moves in them out; with `Accept: application/jsonl` in lines that also tell how far it has come.
 * @param origin whose pages alone may send them; null where no page can, since a token has to be sent
 */
export function addDiagnoses(api: Api, { run }: Pick<ApiParts, 'run'>, origin: string | null): void {
  api.post('/diagnoses', async (context) => {
    if (origin !== null && context.req.header('origin') !== origin) throw new ProblemError('forbidden', "Only Usher's own pages may send this.");
    const length = context.req.header('content-length');
    const upload = {
      contentType: context.req.header('content-type') ?? '',
      contentLength: length === undefined ? null : Number(length),
      body: context.req.raw.body,
      // Whoever goes away ends it.
      signal: context.req.raw.signal,
    };
    const diagnose = (onProgress: (progress: ReadingProgress) => void) => run('diagnose-files', context.get('caller'), { ...upload, onProgress });
    const reportOf = (value: unknown) => (value as DiagnosedUpload).report;
    if (context.req.header('accept')?.includes(progressLines)) return progressAnswer(diagnose, (value) => ({ report: reportOf(value) }));
    const outcome = await diagnose(() => undefined);
    return outcome.ok ? context.json(reportOf(outcome.value), 200) : problemResponse(outcome.problem);
  });
}
