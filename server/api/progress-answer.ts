import type { Outcome, Problem } from '@/lib/problem/problem';
import { progressLines, type ReadingProgress } from '@/lib/trace/diagnosis-progress';
import { problemResponse } from '@/server/api/problem-response';

/** Nobody keeps it, and a proxy is to let it through as it comes. */
const headers = { 'content-type': progressLines, 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/**
 * An answer of lines of JSON that tells how far a deed has come, and at last what came of it. It begins with the first that there is to tell: what is
 * refused before that has a status of its own.
 * @param run the deed, and `finished` puts what it made into the last line
 */
export function progressAnswer(run: (onProgress: (progress: ReadingProgress) => void) => Promise<Outcome<unknown>>, finished: (value: unknown) => object): Promise<Response> {
  const encoder = new TextEncoder();
  let lines: ReadableStreamDefaultController<Uint8Array> | null = null;
  return new Promise((resolve, reject) => {
    const begin = () => resolve(new Response(new ReadableStream<Uint8Array>({ start: (controller) => void (lines = controller), cancel: () => void (lines = null) }), { headers }));
    let hasBegun = false;
    const tell = (line: ReadingProgress | object) => {
      if (!hasBegun) begin();
      hasBegun = true;
      lines?.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
    };
    const failed = ({ code, detail }: Problem) => ({ problem: { code, detail } });
    run(tell).then((outcome) => {
      if (!outcome.ok && !hasBegun) return resolve(problemResponse(outcome.problem));
      tell(outcome.ok ? finished(outcome.value) : failed(outcome.problem));
      lines?.close();
    }, reject);
  });
}
