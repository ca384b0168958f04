import type { WebSocket } from 'ws';

const BEAT_MS = 15_000;

/**
 * Finds the peers that are gone without a word: each open socket is pinged every 15 s, and one that did not answer the
 * last ping is cut, which its owner sees as a close. Returns how to stop.
 */
export function startHeartbeat(sockets: () => Iterable<WebSocket>): () => void {
  const unanswered = new WeakSet<WebSocket>();
  const heard = new WeakSet<WebSocket>();
  const beat = (): void => {
    for (const socket of sockets()) {
      if (unanswered.has(socket)) {
        socket.terminate();
        continue;
      }
      if (!heard.has(socket)) {
        heard.add(socket);
        socket.on('pong', () => unanswered.delete(socket));
      }
      unanswered.add(socket);
      socket.ping();
    }
  };
  const timer = setInterval(beat, BEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}
