import type { Change, SequencedChange } from '@/lib/meeting/change';
import type { WishHeard } from '@/lib/meeting/wish';
import type { OpenStream } from '@/components/live/live-session';
import { isRecord } from '@/components/queries/live-page';

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
    carry(lift) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(lift));
    },
    close() {
      done = true;
      socket.close();
    },
  };
};

/** By type, so that none can be left out: a frame that is none of them has the console read everything anew. */
const changes: Record<Change['event'], true> = {
  meeting: true,
  'meeting-ended': true,
  participant: true,
  'participant-left': true,
  'call-bridge': true,
  'call-bridge-removed': true,
  move: true,
  presence: true,
  notice: true,
  reset: true,
};

/** One frame of the stream: a change, or that a wish was heard; null if it is neither. */
export function readFrame(data: unknown): SequencedChange | WishHeard | null {
  const frame = jsonIn(data);
  if (isWishHeard(frame) || isChange(frame)) return frame;
  return null;
}

function isWishHeard(frame: unknown): frame is WishHeard {
  return isFrame(frame) && frame.event === 'wish' && typeof frame.data.wish === 'number';
}

/** What is in a thing is held by the server's types (see `livePageOf`). */
function isChange(frame: unknown): frame is SequencedChange {
  return isFrame(frame) && typeof frame.event === 'string' && Object.hasOwn(changes, frame.event) && (frame.event === 'reset' || typeof frame.data.id === 'string');
}

function isFrame(frame: unknown): frame is { id: string; event: unknown; data: Record<string, unknown> } {
  return isRecord(frame) && typeof frame.id === 'string' && isRecord(frame.data);
}

function jsonIn(data: unknown): unknown {
  if (typeof data !== 'string') return null;
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
