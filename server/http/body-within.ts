import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Clock } from '@/server/bridge-client/clock';

export type Body = { ok: true; text: string } | { ok: false; why: 'too-large' | 'cut-short' | 'too-slow' };

export interface BodyLimits {
  readonly bytes: number;
  readonly withinMs: number;
}

/** The whole body of a request, or why there is none. Never keeps more than the limit, and never rejects. */
export function bodyWithin(request: Readable & Pick<IncomingMessage, 'headers'>, { bytes, withinMs }: BodyLimits, clock: Clock): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > bytes) return Promise.resolve({ ok: false, why: 'too-large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (body: Body) => {
      cancel();
      request.removeListener('data', more);
      resolve(body);
    };
    const more = (chunk: Buffer) => {
      size += chunk.length;
      if (size > bytes) settle({ ok: false, why: 'too-large' });
      else chunks.push(chunk);
    };
    const cancel = clock.after(withinMs, () => settle({ ok: false, why: 'too-slow' }));
    request.on('data', more);
    request.once('end', () => settle({ ok: true, text: Buffer.concat(chunks).toString('utf8') }));
    // Who breaks off has closed the connection, sooner or later than it was noticed here.
    request.once('close', () => settle({ ok: false, why: 'cut-short' }));
    request.once('error', () => settle({ ok: false, why: 'cut-short' }));
  });
}
