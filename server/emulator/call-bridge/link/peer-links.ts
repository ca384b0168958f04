import WebSocket from 'ws';
import { afterSilence } from '../../clock';
import type { BridgeCore } from '../bridge-core';
import { parseFrame } from '../socket-frame';
import type { LinkMessage, LinkRequestKind, LinkRequests } from './link-message';

/** What a bridge does about what its peers say. */
export interface LinkHandlers {
  /** A link has come up; the peer knows nothing of us yet. */
  up(peer: string): void;
  down(peer: string): void;
  message(peer: string, message: Exclude<LinkMessage, { type: 'hello' | 'request' | 'answer' }>): void;
  answer: { [Kind in LinkRequestKind]: (ask: LinkRequests[Kind]['ask'], peer: string) => Promise<LinkAnswer<Kind>> };
}

/** `afterwards` runs once the answer has been sent. */
export interface LinkAnswer<Kind extends LinkRequestKind> {
  answer: LinkRequests[Kind]['answer'];
  afterwards?: () => void;
}

const answerWithinMs = 2_000;
const firstRetryMs = 100;
const slowestRetryMs = 5_000;

/** The links of one bridge to the others of its cluster. Of each pair the bridge with the smaller id opens the socket. */
export class PeerLinks {
  readonly #core: BridgeCore;
  readonly #handlers: LinkHandlers;
  readonly #up = new Map<string, WebSocket>();
  readonly #sockets = new Set<WebSocket>();
  /** Peers that this side opens a link to, with the socket that is open or being opened. */
  readonly #dialled = new Map<string, WebSocket>();
  readonly #waiting = new Map<number, { peer: string; settle: (answer: unknown) => void }>();
  readonly #lostAtMs = new Map<string, number>();
  readonly #completeWaiters: (() => void)[] = [];
  #lastRequest = 0;
  #connecting = false;

  constructor(core: BridgeCore, handlers: LinkHandlers) {
    this.#core = core;
    this.#handlers = handlers;
  }

  /** Ids of the peers that a link is up to. */
  peers(): string[] {
    return [...this.#up.keys()];
  }

  /** Peers that no link is up to, and since when: the start of this bridge where there never was one. */
  down(): { id: string; sinceMs: number }[] {
    const ids = this.#others().filter((id) => !this.#up.has(id));
    return ids.map((id) => ({ id, sinceMs: this.#lostAtMs.get(id) ?? this.#core.startedAtMs }));
  }

  tell(peer: string, message: LinkMessage): void {
    const socket = this.#up.get(peer);
    if (socket) send(socket, message);
  }

  tellAll(message: LinkMessage): void {
    for (const socket of this.#up.values()) send(socket, message);
  }

  /** The peer's answer; null if there is no link, it broke, or the peer kept silent. */
  ask<Kind extends LinkRequestKind>(
    peer: string,
    kind: Kind,
    ask: LinkRequests[Kind]['ask'],
  ): Promise<LinkRequests[Kind]['answer'] | null> {
    const socket = this.#up.get(peer);
    if (!socket) return Promise.resolve(null);
    const id = (this.#lastRequest += 1);
    return new Promise((resolve) => {
      const deadline = afterSilence(this.#core.timers, answerWithinMs, () => this.#settle(id, null));
      this.#waiting.set(id, {
        peer,
        settle(answer) {
          deadline.cancel();
          resolve(answer as LinkRequests[Kind]['answer'] | null);
        },
      });
      send(socket, { type: 'request', id, kind, ask });
    });
  }

  /** Opens the links that this side is to open, and again whenever one breaks. */
  connect(): void {
    this.#connecting = true;
    for (const peer of this.#others()) if (this.#core.id < peer) this.#open(peer, firstRetryMs);
  }

  /** Takes a socket that a peer opened; its secret has been checked. */
  accept(socket: WebSocket): void {
    this.#sockets.add(socket);
    let peer: string | null = null;
    send(socket, { type: 'hello', callBridge: this.#core.id, name: this.#core.name });
    socket.on('message', (data) => {
      const message = parseFrame(data) as LinkMessage | null;
      if (peer === null) {
        if (message?.type !== 'hello' || !this.#others().includes(message.callBridge)) return socket.close(1008);
        peer = message.callBridge;
        return this.#attach(socket, peer);
      }
      if (message) this.#heed(socket, peer, message);
      else socket.close(1007);
    });
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (peer !== null) this.#detach(socket, peer);
    });
    // 'close' follows in every case, and the loss is dealt with there.
    socket.on('error', () => socket.terminate());
  }

  /** Resolves once a link to every other bridge of the cluster is up. */
  complete(): Promise<void> {
    return this.#isComplete() ? Promise.resolve() : new Promise((resolve) => this.#completeWaiters.push(resolve));
  }

  close(): void {
    this.#connecting = false;
    for (const socket of this.#sockets) socket.terminate();
  }

  #others(): string[] {
    return [...this.#core.cluster.callBridges.keys()].filter((id) => id !== this.#core.id);
  }

  #isComplete(): boolean {
    return this.#others().every((id) => this.#up.has(id));
  }

  #open(peer: string, retryMs: number): void {
    const url = this.#core.cluster.callBridges.get(peer)?.linkUrl ?? null;
    if (!this.#connecting || url === null || this.#dialled.has(peer)) return;
    const socket = new WebSocket(url, {
      headers: { authorization: `Bearer ${this.#core.cluster.linkSecret}` },
      perMessageDeflate: false,
    });
    let againMs = retryMs;
    this.#sockets.add(socket);
    this.#dialled.set(peer, socket);
    socket.on('open', () => {
      againMs = firstRetryMs;
      this.accept(socket);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#dialled.delete(peer);
      if (this.#connecting) this.#core.timers.after(againMs, () => this.#open(peer, Math.min(againMs * 2, slowestRetryMs)));
    });
  }

  #attach(socket: WebSocket, peer: string): void {
    const replaced = this.#up.get(peer);
    if (replaced) {
      this.#detach(replaced, peer);
      replaced.terminate();
    }
    this.#up.set(peer, socket);
    this.#core.log.write(`connection to peer '${this.#nameOf(peer)}' is up`);
    this.#handlers.up(peer);
    if (this.#isComplete()) for (const done of this.#completeWaiters.splice(0)) done();
  }

  #detach(socket: WebSocket, peer: string): void {
    if (this.#up.get(peer) !== socket) return;
    this.#up.delete(peer);
    this.#lostAtMs.set(peer, this.#core.clock.now());
    for (const [id, entry] of this.#waiting) if (entry.peer === peer) this.#settle(id, null);
    this.#core.log.write(`connection to peer '${this.#nameOf(peer)}' is down`, 'user', 'warning');
    this.#handlers.down(peer);
  }

  #heed(socket: WebSocket, peer: string, message: LinkMessage): void {
    switch (message.type) {
      case 'hello':
        return socket.close(1002);
      case 'answer':
        return this.#settle(message.id, message.answer);
      case 'request':
        void this.#answer(socket, peer, message);
        return;
      default:
        return this.#handlers.message(peer, message);
    }
  }

  async #answer(socket: WebSocket, peer: string, message: Extract<LinkMessage, { type: 'request' }>): Promise<void> {
    const answer = this.#handlers.answer[message.kind] as (ask: unknown, peer: string) => Promise<LinkAnswer<LinkRequestKind>>;
    try {
      const { answer: value, afterwards } = await answer(message.ask, peer);
      send(socket, { type: 'answer', id: message.id, answer: value });
      afterwards?.();
    } catch (cause) {
      this.#core.log.write(`request '${message.kind}' of peer '${this.#nameOf(peer)}' failed: ${String(cause)}`, 'user', 'error');
      send(socket, { type: 'answer', id: message.id, answer: null });
    }
  }

  #settle(id: number, answer: unknown): void {
    const entry = this.#waiting.get(id);
    this.#waiting.delete(id);
    entry?.settle(answer);
  }

  #nameOf(peer: string): string {
    return this.#core.cluster.callBridges.get(peer)?.name ?? peer;
  }
}

function send(socket: WebSocket, message: LinkMessage): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}
