import type { Api, ApiParts } from '@/server/api/api';
import { problemResponse } from '@/server/api/problem-response';

/** `GET /audit/export`: the whole audit log as JSON lines, as fast as they are taken. */
export function addAuditExport(api: Api, { run }: Pick<ApiParts, 'run'>): void {
  api.get('/audit/export', async (context) => {
    const outcome = await run('export-audit', context.get('caller'), context.req.query());
    if (!outcome.ok) return problemResponse(outcome.problem);
    const { lines } = outcome.value as { lines: AsyncIterator<string> };
    return new Response(streamOf(lines), {
      headers: { 'content-type': 'application/jsonl', 'content-disposition': 'attachment; filename="usher-audit.jsonl"', 'cache-control': 'no-store' },
    });
  });
}

/** A stream that asks for the next piece when the reader has taken the one before. */
function streamOf(lines: AsyncIterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await lines.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
