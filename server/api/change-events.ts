import type { SequencedChange } from '@/lib/meeting/change';
import { ProblemError } from '@/lib/problem/problem';
import type { Api, ApiParts } from '@/server/api/api';
import { ownerOfToken } from '@/server/changes/stream-registry';

/** How much a reader may be behind, in bytes, before the stream is closed; it can take it up again from its last id. */
const mostBehindBytes = 1024 * 1024;
const heartbeatMs = 15_000;
const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/**
 * `GET /changes`: server-sent events from `?from=<epoch>-<seq>`, from `Last-Event-ID`, or from now. What cannot be resumed
 * gets `reset`. The stream ends when its token does.
 */
export function addChangeEvents(api: Api, { changes, streams, identify, log }: ApiParts): void {
  api.get('/changes', (context) => {
    // HEAD comes here too, and nobody would ever read or end its stream.
    if (context.req.method === 'HEAD') return context.body(null, 200, headers);
    if (context.get('caller').scope !== null) throw new ProblemError('forbidden', 'The stream is for those without a limit so far.');
    const from = context.req.header('last-event-id') ?? context.req.query('from') ?? null;
    const encoder = new TextEncoder();
    let stop: () => void = () => undefined;
    const body = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          let closed = false;
          const send = (text: string) => {
            if (closed) return;
            controller.enqueue(encoder.encode(text));
            if ((controller.desiredSize ?? 0) < 0) close();
          };
          const close = () => {
            if (closed) return;
            closed = true;
            stop();
            controller.close();
          };
          /** The token may have ended between its first look-up and the moment from which its end is heard of. */
          const demandToken = () => {
            identify(context).then(
              (caller) => caller === null && close(),
              (error: unknown) => log.warn({ err: error }, 'a token could not be looked up'),
            );
          };
          const { missed, stop: unsubscribe } = changes.subscribe(from, (change) => send(frame(change)));
          const forget = streams.add(ownerOfToken(context.get('caller').id), close);
          const heartbeat = setInterval(() => {
            send(': alive\n\n');
            demandToken();
          }, heartbeatMs);
          stop = () => {
            clearInterval(heartbeat);
            forget();
            unsubscribe();
          };
          const opening = missed ?? [{ event: 'reset', data: {}, id: changes.sequence } as const];
          send(': usher\n\n' + opening.map(frame).join(''));
          demandToken();
        },
        cancel: () => stop(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: mostBehindBytes }),
    );
    return context.body(body, 200, headers);
  });
}

function frame({ id, event, data }: SequencedChange): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
