import { WebSocket } from 'ws';
import type { BridgeRequest, ClientRequest, Frame, LocalSettings } from '@/server/emulator/protocol/client-session';

/** How a browser comes that has changed nothing on its side. */
export const plainSettings: LocalSettings = { audioMuted: false, videoMuted: false, layout: 'automatic' };

/** A browser's WebSocket to a web bridge in the hands of the test. */
export class SessionBrowser {
  readonly socket: WebSocket;
  /** The code with which it is closed. */
  readonly closed: Promise<number>;
  readonly #replies: Frame<BridgeRequest>[] = [];
  readonly #waiting: ((frame: Frame<BridgeRequest>) => void)[] = [];
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('message', (data) => {
      const frame: Frame<BridgeRequest> = JSON.parse(String(data));
      if (frame.type !== 'reply') return;
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#replies.push(frame);
      else waiting(frame);
    });
  }

  static async open(webBridgeUrl: string): Promise<SessionBrowser> {
    const { host } = new URL(webBridgeUrl);
    const socket = new WebSocket(`ws://${host}/api/call/session`, { origin: `http://${host}` });
    const browser = new SessionBrowser(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return browser;
  }

  request(request: ClientRequest): void {
    this.socket.send(JSON.stringify({ type: 'request', id: ++this.#lastId, ...request }));
  }

  start(jwt: string): void {
    this.request({ request: 'POST /api/call/session/start', data: { jwt, settings: plainSettings } });
  }

  async reply(): Promise<Frame<BridgeRequest>> {
    return this.#replies.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }
}
