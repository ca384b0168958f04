import type { WebSocket } from 'ws';

type Peer = Pick<WebSocket, 'on' | 'ping' | 'terminate'>;

/** Finds the peers that are gone without a word. */
export class Heartbeat {
  readonly #unanswered = new WeakSet<Peer>();
  readonly #heard = new WeakSet<Peer>();

  /** Pings each socket, and cuts those that did not answer the ping before, which their owners see as a close. */
  beat(sockets: Iterable<Peer>): void {
    for (const socket of sockets) {
      if (this.#unanswered.has(socket)) {
        socket.terminate();
        continue;
      }
      if (!this.#heard.has(socket)) {
        this.#heard.add(socket);
        socket.on('pong', () => this.#unanswered.delete(socket));
      }
      this.#unanswered.add(socket);
      socket.ping();
    }
  }
}

const BEAT_MS = 15_000;

/**
 * Beats every 15 s for the sockets that are there then. Returns how to stop. By real time, not by the emulator's clock:
 * a jump of that one says nothing about whether a peer answers.
 */
export function startHeartbeat(sockets: () => Iterable<Peer>): () => void {
  const heartbeat = new Heartbeat();
  const timer = setInterval(() => heartbeat.beat(sockets()), BEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}
