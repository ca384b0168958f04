import type { WebSocket } from 'ws';
import type { ToCallBridge, ToWebBridge } from '../protocol/c2w';
import type { Clock } from '../clock';
import { readBridgeFrame } from './bridge-frames';
import { importTokenKey, type TokenKey } from './token';

type Hello = Extract<ToWebBridge, { type: 'hello' }>;
/** What a call bridge says once it has introduced itself. */
export type BridgeMessage = Exclude<ToWebBridge, Hello>;

export interface LinkOwner {
  /** This web bridge, for the `welcome`. */
  id: string;
  name: string;
  /** The link introduced itself and may be used. */
  up(link: CallBridgeLink): void;
  message(link: CallBridgeLink, message: BridgeMessage): void;
  down(link: CallBridgeLink): void;
}

const HELLO_WITHIN_MS = 10_000;
/** Beyond this much unsent data the peer does not read, and is cut off. */
export const MAX_BACKLOG_BYTES = 8 * 1024 * 1024;

/** One C2W connection, from its upgrade to its end. It is of use once its `hello` was welcomed. */
export class CallBridgeLink {
  readonly #socket: WebSocket;
  readonly #owner: LinkOwner;
  #state: { at: 'new' | 'importing' | 'closed' } | { at: 'up'; hello: Hello; tokenKey: TokenKey } = { at: 'new' };
  #early: BridgeMessage[] = [];

  constructor(socket: WebSocket, owner: LinkOwner, clock: Clock) {
    this.#socket = socket;
    this.#owner = owner;
    const overdue = clock.after(HELLO_WITHIN_MS, () => {
      if (this.#state.at !== 'up') this.close(1008, 'no hello');
    });
    socket.on('message', (data, binary) => this.#read(binary ? null : readBridgeFrame(String(data))));
    // ws closes the socket itself after a protocol error; `close` follows and is what counts.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      overdue.cancel();
      const wasUp = this.#state.at === 'up';
      if (wasUp) this.#owner.down(this);
      this.#state = { at: 'closed' };
    });
  }

  /** Id of the call bridge at the other end; empty before it introduced itself. */
  get callBridge(): string {
    return this.#state.at === 'up' ? this.#state.hello.callBridge : '';
  }

  /** Name of the call bridge at the other end; empty before it introduced itself. */
  get name(): string {
    return this.#state.at === 'up' ? this.#state.hello.name : '';
  }

  /** Key of the call bridge's tokens; null before it introduced itself and after it is gone. */
  get tokenKey(): TokenKey | null {
    return this.#state.at === 'up' ? this.#state.tokenKey : null;
  }

  /** Sends one frame. What is sent to a bridge that is gone is lost, as its `down` says. */
  send(message: ToCallBridge): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify(message));
    if (this.#socket.bufferedAmount > MAX_BACKLOG_BYTES) this.#socket.terminate();
  }

  /** Ends the connection; a peer that does not answer the close is cut. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  #read(frame: ToWebBridge | null): void {
    if (frame === null) return this.close(1007, 'not a C2W frame');
    if (frame.type === 'hello') {
      if (this.#state.at !== 'new') return this.close(1002, 'hello was said already');
      void this.#introduce(frame);
      return;
    }
    if (this.#state.at === 'new') return this.close(1002, 'hello comes first');
    if (this.#state.at === 'importing') this.#early.push(frame);
    if (this.#state.at === 'up') this.#owner.message(this, frame);
  }

  async #introduce(hello: Hello): Promise<void> {
    this.#state = { at: 'importing' };
    let tokenKey: TokenKey;
    try {
      tokenKey = await importTokenKey(hello.name, hello.jwtKey);
    } catch {
      return this.close(1008, 'the key of the tokens cannot be read');
    }
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#state = { at: 'up', hello, tokenKey };
    this.send({ type: 'welcome', webBridge: this.#owner.id, name: this.#owner.name });
    this.#owner.up(this);
    const early = this.#early;
    this.#early = [];
    for (const message of early) this.#owner.message(this, message);
  }
}
