import type { Context } from 'hono';
import { ProblemError } from '@/lib/problem/problem';

export const bodyLimitBytes = 256 * 1024;

/**
 * The JSON body of a request as an object; empty where there is none.
 * Problems: `unsupported-media-type`, `too-large`, `invalid`.
 */
export async function readBody(context: Context): Promise<Record<string, unknown>> {
  const text = await readText(context.req.raw);
  if (text.trim() === '') return {};
  if (!/^application\/(json|[\w.+-]+\+json)\b/i.test(context.req.header('content-type') ?? '')) {
    throw new ProblemError('unsupported-media-type', 'Send JSON, with Content-Type: application/json.');
  }
  const body = parsed(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ProblemError('invalid', 'The body has to be a JSON object.');
  }
  return { ...body };
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length')) > bodyLimitBytes) throw tooLarge();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > bodyLimitBytes) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProblemError('invalid', 'The body is not JSON.', { cause });
  }
}

function tooLarge(): ProblemError {
  return new ProblemError('too-large', `A request may have ${bodyLimitBytes / 1024} kB at most.`);
}
