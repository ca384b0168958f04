import { topicsNamed, type Topics } from '@/lib/meeting/topics';
import { invalidField } from '@/lib/problem/problem';
import type { Api, ApiParts } from '@/server/api/api';
import { ownerOfToken } from '@/server/changes/stream-registry';

/** How much may wait for a reader, in bytes, before the rest waits as places in the stream. */
const mostWaitingBytes = 64 * 1024;
const heartbeatMs = 15_000;
/** A reader who took nothing for so many heartbeats is not there any more. */
const mostSilentBeats = 4;
const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/**
 * `GET /changes`: server-sent events from `?from=<epoch>-<seq>`, from `Last-Event-ID`, or from now; of all topics, or of those
 * in `?topics=`. What cannot be resumed gets `reset`. The stream ends when its token does.
 */
export function addChangeEvents(api: Api, { changes, streams, identify, log }: ApiParts): void {
  api.get('/changes', (context) => {
    const topics = topicsIn(context.req.query('topics'));
    // HEAD comes here too, and nobody would ever read or end its stream.
    if (context.req.method === 'HEAD') return context.body(null, 200, headers);
    const from = context.req.header('last-event-id') ?? context.req.query('from') ?? null;
    const { scope, id } = context.get('caller');
    let stop: () => void = () => undefined;
    let drained: () => void = () => undefined;
    const body = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          let closed = false;
          const write = (frames: readonly Uint8Array[]): boolean => {
            if (closed) return true;
            for (const frame of frames) controller.enqueue(frame);
            return (controller.desiredSize ?? 0) > 0;
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
          write([Buffer.from(': usher\n\n')]);
          const { viewer, stop: unfollow } = changes.follow({ scope, from, sink: { encoding: 'event', write }, ...(topics && { topics }) });
          drained = () => viewer.drained();
          const forget = streams.add(ownerOfToken(id), close);
          let [silent, place] = [0, viewer.place];
          const heartbeat = setInterval(() => {
            silent = viewer.isBehind && viewer.place === place ? silent + 1 : 0;
            place = viewer.place;
            if (silent >= mostSilentBeats) return close();
            // The id tells a reader of few topics how far he is, although nothing came for him.
            if (!viewer.isBehind) write([Buffer.from(`: alive\nid: ${place}\n\n`)]);
            demandToken();
          }, heartbeatMs);
          stop = () => {
            clearInterval(heartbeat);
            forget();
            unfollow();
          };
          demandToken();
        },
        pull: () => drained(),
        cancel: () => stop(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: mostWaitingBytes }),
    );
    return context.body(body, 200, headers);
  });
}

/** Problem: `invalid` for a topic that there is not. */
function topicsIn(names: string | undefined): Topics | undefined {
  if (names === undefined) return undefined;
  const topics = topicsNamed(names.split(','));
  if (topics) return topics;
  const message = 'Topics are meetings, call-bridges, orders, presence, people and people:<meeting>, with commas.';
  throw invalidField('topics', message);
}
