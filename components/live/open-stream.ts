import { changeSchema, type SequencedChange } from '@/lib/meeting/change';
import type { OpenStream } from '@/components/live/live-session';

/** The server closes with this once the session is gone. */
const sessionEnded = 4401;

/** The change stream as a WebSocket of this page's own origin. */
export const openStream: OpenStream = (from, { opened, changed, closed }) => {
  const url = new URL('/console/changes', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('from', from);
  const socket = new WebSocket(url);
  let done = false;
  socket.onopen = () => !done && opened();
  socket.onmessage = ({ data }: MessageEvent<unknown>) => !done && changed(readFrame(data));
  socket.onclose = ({ code }) => {
    if (done) return;
    done = true;
    closed(code === sessionEnded ? 'session-ended' : 'lost');
  };
  return () => {
    done = true;
    socket.close();
  };
};

/** One frame of the stream; null if it is none. */
export function readFrame(data: unknown): SequencedChange | null {
  if (typeof data !== 'string') return null;
  let frame: unknown;
  try {
    frame = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof frame !== 'object' || frame === null || !('id' in frame) || typeof frame.id !== 'string') return null;
  const parsed = changeSchema.safeParse(frame);
  return parsed.success ? { ...parsed.data, id: frame.id } : null;
}
