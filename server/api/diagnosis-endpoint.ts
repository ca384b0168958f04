import { ProblemError } from '@/lib/problem/problem';
import type { Api, ApiParts } from '@/server/api/api';
import { problemResponse } from '@/server/api/problem-response';
import type { DiagnosedUpload } from '@/server/diagnoses/diagnosis-desk';

/**
 * `POST /diagnoses`: files in, what became of the moves in them out.
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
    };
    const outcome = await run('diagnose-files', context.get('caller'), upload);
    if (!outcome.ok) return problemResponse(outcome.problem);
    return context.json((outcome.value as DiagnosedUpload).report, 200);
  });
}
