import { changeSchema, type SequencedChange } from '@/lib/meeting/change';
import { wishHeardSchema, type WishHeard } from '@/lib/meeting/topics';
import type { OpenStream } from '@/components/live/live-session';

/** The server closes with this once the session is gone. */
const sessionEnded = 4401;

/** The change stream as a WebSocket of this page's own origin. */
export const openStream: OpenStream = (from, topics, { opened, changed, heard, closed }) => {
  const url = new URL('/console/changes', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('from', from);
  url.searchParams.set('topics', topics.join(','));
  const socket = new WebSocket(url);
  let done = false;
  socket.onopen = () => !done && opened();
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (done) return;
    const frame = readFrame(data);
    if (frame?.event === 'wish') heard(frame.data.wish, frame.id);
    else changed(frame);
  };
  socket.onclose = ({ code }) => {
    if (done) return;
    done = true;
    closed(code === sessionEnded ? 'session-ended' : 'lost');
  };
  return {
    want(wish) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(wish));
    },
    close() {
      done = true;
      socket.close();
    },
  };
};

/** One frame of the stream: a change, or that a wish was heard; null if it is neither. */
export function readFrame(data: unknown): SequencedChange | WishHeard | null {
  const frame = jsonIn(data);
  if (typeof frame !== 'object' || frame === null || !('id' in frame) || typeof frame.id !== 'string') return null;
  if ('event' in frame && frame.event === 'wish') return wishHeardSchema.safeParse(frame).data ?? null;
  const parsed = changeSchema.safeParse(frame);
  return parsed.success ? { ...parsed.data, id: frame.id } : null;
}

function jsonIn(data: unknown): unknown {
  if (typeof data !== 'string') return null;
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
