import type { IncomingMessage } from 'node:http';

export type RequestBody = { ok: true; text: string } | { ok: false; status: 400 | 413 };

/**
 * Reads the body of a request as UTF-8 text of at most `maxBytes`. A longer one is 413, and the rest of it is not
 * read; one that is no UTF-8 or breaks off is 400.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<RequestBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return void chunks.push(chunk);
      request.pause();
      resolve({ ok: false, status: 413 });
    });
    request.once('end', () => resolve(decode(Buffer.concat(chunks))));
    request.once('close', () => resolve({ ok: false, status: 400 }));
    request.once('error', () => resolve({ ok: false, status: 400 }));
  });
}

function decode(bytes: Buffer): RequestBody {
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, status: 400 };
  }
}
