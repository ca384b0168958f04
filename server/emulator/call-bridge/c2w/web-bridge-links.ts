import WebSocket from 'ws';
import type { ToCallBridge, ToWebBridge } from '../../protocol/c2w';
import type { BridgeCore } from '../bridge-core';
import type { GuestTokens } from '../guest-tokens';
import { parseFrame } from '../socket-frame';

/** What a Call Bridge does about what web bridges say. */
export interface WebBridgeHandlers {
  message(webBridge: string, message: Exclude<ToCallBridge, { type: 'welcome' }>): void;
  /** C2W to this web bridge is gone, and with it every session that it carried. */
  down(webBridge: string): void;
}

const firstRetryMs = 100;
const slowestRetryMs = 5_000;

/** The C2W connections of one Call Bridge: one to each web bridge of its cluster, opened from this side. */
export class WebBridgeLinks {
  readonly #core: BridgeCore;
  readonly #tokens: GuestTokens;
  readonly #handlers: WebBridgeHandlers;
  readonly #up = new Map<string, WebSocket>();
  /** The socket to each web bridge that is open or being opened. */
  readonly #dialled = new Map<string, WebSocket>();
  readonly #lostAtMs = new Map<string, number>();
  readonly #completeWaiters: (() => void)[] = [];
  #connecting = false;

  constructor(core: BridgeCore, tokens: GuestTokens, handlers: WebBridgeHandlers) {
    this.#core = core;
    this.#tokens = tokens;
    this.#handlers = handlers;
  }

  /** Sends to a web bridge; false if there is no connection to it. */
  send(webBridge: string, message: ToWebBridge): boolean {
    const socket = this.#up.get(webBridge);
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  /** Web bridges that there is no connection to, and since when: the start of this bridge where there never was one. */
  down(): { id: string; sinceMs: number }[] {
    const ids = [...this.#core.cluster.webBridges.keys()].filter((id) => !this.#up.has(id));
    return ids.map((id) => ({ id, sinceMs: this.#lostAtMs.get(id) ?? this.#core.startedAtMs }));
  }

  connect(): void {
    this.#connecting = true;
    for (const id of this.#core.cluster.webBridges.keys()) this.#open(id, firstRetryMs);
  }

  /** Resolves once every web bridge of the cluster has welcomed this bridge. */
  complete(): Promise<void> {
    return this.#isComplete() ? Promise.resolve() : new Promise((resolve) => this.#completeWaiters.push(resolve));
  }

  close(): void {
    this.#connecting = false;
    for (const socket of this.#dialled.values()) socket.terminate();
  }

  #isComplete(): boolean {
    return this.#up.size === this.#core.cluster.webBridges.size;
  }

  #open(id: string, retryMs: number): void {
    const url = this.#core.cluster.webBridges.get(id)?.c2wUrl ?? null;
    if (!this.#connecting || url === null || this.#dialled.has(id)) return;
    const socket = new WebSocket(url, {
      headers: { authorization: `Bearer ${this.#core.cluster.c2wSecret}` },
      perMessageDeflate: false,
    });
    let againMs = retryMs;
    this.#dialled.set(id, socket);
    socket.on('open', () => socket.send(JSON.stringify(this.#hello())));
    socket.on('message', (data) => {
      const message = parseFrame(data) as ToCallBridge | null;
      if (!message) return socket.close(1007);
      if (message.type === 'welcome') {
        againMs = firstRetryMs;
        return this.#welcomed(id, socket);
      }
      if (this.#up.get(id) === socket) this.#handlers.message(id, message);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#dialled.delete(id);
      this.#lost(id, socket);
      if (this.#connecting) this.#core.timers.after(againMs, () => this.#open(id, Math.min(againMs * 2, slowestRetryMs)));
    });
  }

  #hello(): ToWebBridge {
    const { id, name } = this.#core;
    return { type: 'hello', callBridge: id, name, jwtKey: this.#tokens.jwtKey, jwtKeyId: this.#tokens.jwtKeyId };
  }

  #welcomed(id: string, socket: WebSocket): void {
    this.#up.set(id, socket);
    this.#core.log.write(`C2W connection to web bridge '${this.#nameOf(id)}' is up`);
    if (this.#isComplete()) for (const done of this.#completeWaiters.splice(0)) done();
  }

  #lost(id: string, socket: WebSocket): void {
    if (this.#up.get(id) !== socket) return;
    this.#up.delete(id);
    this.#lostAtMs.set(id, this.#core.clock.now());
    this.#core.log.write(`C2W connection to web bridge '${this.#nameOf(id)}' is down`, 'user', 'warning');
    this.#handlers.down(id);
  }

  #nameOf(id: string): string {
    return this.#core.cluster.webBridges.get(id)?.name ?? id;
  }
}
