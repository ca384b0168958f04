import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { ProblemCode } from '@/lib/problem/problem';
import { problemResponse } from '@/server/api/problem-response';
import type { Clock } from '@/server/bridge-client/clock';
import { bodyWithin } from '@/server/http/body-within';
import type { CdrDesk } from '@/server/feeds/cdr/cdr-desk';

/** A post of a bridge holds some 50 records of up to 2 kB. */
const limits = { bytes: 512 * 1024, withinMs: 10_000 };

/**
 * `POST /<bridge>/<secret>`: where bridges post their call detail records. 200 acknowledges; whatever else is answered, a bridge
 * sends it again later. Without the secret there is nothing at this address, and the body is not read. Source: docs/cms-wire.md,
 * section 5.
 */
export function createCdrIntake(desk: CdrDesk, clock: Clock): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('/:bridge/:secret', async ({ req, env }) => {
    const { bridge, secret } = req.param();
    if (!desk.knows(bridge, secret)) return refused('not-found', 'There is nothing at this address.');
    if (!desk.begin(bridge)) return refused('unavailable', 'Too many records at once. Send them again.', 2);
    try {
      const body = await bodyWithin(env.incoming, limits, clock);
      if (body.ok) return desk.take(bridge, body.text) ? new Response(null) : refused('invalid', 'These are no records.');
      desk.broken(bridge);
      return body.why === 'too-large' ? refused('too-large', 'No call bridge posts that much.') : refused('unavailable', 'It did not come whole.', 2);
    } finally {
      desk.end(bridge);
    }
  });
  return app;
}

/** The connection ends with a refusal: what else is on its way on it is not read. */
function refused(code: ProblemCode, detail: string, retryAfterSeconds?: number): Response {
  const response = problemResponse({ code, detail, retryAfterSeconds });
  response.headers.set('connection', 'close');
  return response;
}
