import type { WebSocket } from 'ws';
import type { Clock, Timer } from '../clock';
import type { CallClaims, SessionRefusal } from '../protocol/c2w';
import type { BridgeRequest, ClientRequest, Frame, LocalSettings } from '../protocol/client-session';
import { type CallBridgeLink, MAX_BACKLOG_BYTES } from './call-bridge-link';
import { readClientFrame } from './client-frames';
import { FrameBudget } from './frame-budget';
import { unverifiedClaim, verifyCallToken } from './token';

type State =
  | { at: 'new' | 'verifying' | 'over' }
  /** The call bridge was asked to start the session. */
  | { at: 'starting'; startId: number; link: CallBridgeLink; participant: string }
  | { at: 'live'; link: CallBridgeLink; participant: string };

/** Why a session could not start: the `error` of the reply to `start`. */
export type StartError = SessionRefusal | 'token-missing' | 'token-in-use' | 'bridge-lost';

const START_STATUS: Record<StartError, number> = {
  'token-missing': 401,
  'token-unknown': 401,
  'token-expired': 401,
  'token-in-use': 409,
  'no-such-call': 404,
  limit: 503,
  'guest-not-admitted': 403,
  'encryption-required': 403,
  'bridge-lost': 503,
};

export interface SessionOwner {
  readonly clock: Clock;
  link(callBridge: string): CallBridgeLink | undefined;
  /** Takes the participant of a verified token for this session; false where another session has it already. */
  claim(session: CallSession, claims: CallClaims): boolean;
  refused(session: CallSession, error: StartError): void;
  live(session: CallSession, participant: string): void;
  /** The session is over: with the participant that it had claimed, if any, and whether that one was in the call. */
  over(session: CallSession, participant: string | null, wasLive: boolean): void;
}

const START_WITHIN_MS = 10_000;
/** A browser that has been told that it is over has this long to close its side. */
const CLOSE_WITHIN_MS = 5_000;

/**
 * One browser's WebSocket: it brings a token, is handed to the token's call bridge, and relays what both say until one
 * of them ends it. Frames of a browser are answered in the order in which they came.
 */
export class CallSession {
  readonly id: string;
  readonly #socket: WebSocket;
  readonly #userAgent: string;
  readonly #owner: SessionOwner;
  readonly #budget: FrameBudget;
  #state: State = { at: 'new' };
  #deadline: Timer;
  #lastId = 0;

  constructor(id: string, socket: WebSocket, userAgent: string, owner: SessionOwner) {
    this.id = id;
    this.#socket = socket;
    this.#userAgent = userAgent;
    this.#owner = owner;
    this.#budget = new FrameBudget(owner.clock.now());
    this.#deadline = owner.clock.after(START_WITHIN_MS, () => {
      if (this.#state.at === 'new') this.#finish(1008, 'no start');
    });
    socket.on('message', (data, binary) => {
      if (this.#mayGoOn()) this.#read(binary ? null : readClientFrame(String(data)));
    });
    socket.on('ping', (data) => {
      if (this.#mayGoOn()) socket.pong(data);
    });
    socket.on('pong', () => this.#mayGoOn());
    // ws closes the socket itself after a protocol error; `close` follows and is what counts.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#tellBridge('connection-lost');
      this.#finish(1000, '');
      this.#deadline.cancel();
    });
  }

  /** The call bridge that this session is or is to be on. */
  get link(): CallBridgeLink | null {
    return this.#state.at === 'live' || this.#state.at === 'starting' ? this.#state.link : null;
  }

  /** The call bridge has started the session. False where the session does not wait for that (any more). */
  started(link: CallBridgeLink, participant: string): boolean {
    if (this.#state.at !== 'starting' || this.#state.link !== link) return false;
    if (this.#state.participant !== participant) return false;
    const { startId } = this.#state;
    this.#state = { at: 'live', link, participant };
    this.#owner.live(this, participant);
    this.#reply(startId, 200);
    return true;
  }

  /** The session cannot start, for what the call bridge says or because it is gone. */
  refuse(error: StartError): void {
    if (this.#state.at === 'starting') this.#refuseStart(this.#state.startId, error);
  }

  /** Says something to the browser. */
  request(request: BridgeRequest): void {
    this.#send({ type: 'request', id: ++this.#lastId, ...request });
  }

  /** The other side ended the session: the browser is told why, and its WebSocket closed. */
  end(reason: string): void {
    if (this.#state.at !== 'live') return;
    this.request({ request: 'POST /api/call/session/end', data: { reason } });
    this.#finish(1000, 'ended');
  }

  /** Whether the browser is listened to: not once its session is over, and not where it says too much, which ends it. */
  #mayGoOn(): boolean {
    if (this.#state.at === 'over') return false;
    if (this.#budget.take(this.#owner.clock.now())) return true;
    this.#breach(1008, 'too many frames');
    return false;
  }

  #read(frame: Frame<ClientRequest> | null): void {
    if (frame === null) return this.#breach(1007, 'not a frame of the web app');
    if (frame.type === 'reply') return;
    if (frame.request === 'POST /api/call/session/start') {
      if (this.#state.at !== 'new') return this.#reply(frame.id, 409, 'started-already');
      this.#state = { at: 'verifying' };
      this.#start(frame.id, frame.data.jwt, frame.data.settings).catch((error: unknown) => {
        // No token may take the web bridge down with it.
        process.emitWarning(error instanceof Error ? error : String(error));
        this.#refuseStart(frame.id, 'token-unknown');
      });
      return;
    }
    if (frame.request === 'POST /api/call/session/end') {
      this.#reply(frame.id, 200);
      this.#tellBridge(frame.data.reason);
      return this.#finish(1000, frame.data.reason);
    }
    if (this.#state.at !== 'live') return this.#reply(frame.id, 409, 'not-started');
    this.#relay(frame, this.#state.link, this.#state.participant);
    this.#reply(frame.id, 200);
  }

  #relay(
    frame: Exclude<ClientRequest, { request: 'POST /api/call/session/start' | 'POST /api/call/session/end' }>,
    link: CallBridgeLink,
    participant: string,
  ): void {
    switch (frame.request) {
      case 'PUT /api/call/session/settings':
        return link.send({ type: 'settings', participant, settings: frame.data });
      case 'POST /api/call/session/chat':
        return link.send({ type: 'chat', participant, text: frame.data.text });
      case 'PUT /api/call/session/presentation':
        return link.send({ type: 'presentation', participant, presenting: frame.data.presenting });
    }
  }

  async #start(startId: number, jwt: string, settings: LocalSettings): Promise<void> {
    if (jwt === '') return this.#refuseStart(startId, 'token-missing');
    const callBridge = unverifiedClaim(jwt, 'callBridge');
    const link = callBridge === null ? undefined : this.#owner.link(callBridge);
    const tokenKey = link?.tokenKey ?? null;
    if (link === undefined || tokenKey === null) {
      return this.#refuseStart(startId, callBridge === null ? 'token-unknown' : 'bridge-lost');
    }
    const token = await verifyCallToken(jwt, tokenKey, this.#owner.clock.now());
    if (this.#state.at !== 'verifying') return;
    if (!token.ok) return this.#refuseStart(startId, token.reason);
    // The link may have gone during verification: what would be sent to it now is never answered.
    if (link.tokenKey === null) return this.#refuseStart(startId, 'bridge-lost');
    if (!this.#owner.claim(this, token.claims)) return this.#refuseStart(startId, 'token-in-use');
    this.#state = { at: 'starting', startId, link, participant: token.claims.participant };
    link.send({ type: 'startSession', connection: this.id, jwt, settings, userAgent: this.#userAgent });
  }

  #refuseStart(startId: number, error: StartError): void {
    if (this.#state.at === 'over') return;
    this.#reply(startId, START_STATUS[error], error);
    this.#owner.refused(this, error);
    this.#finish(1008, error);
  }

  #breach(code: number, reason: string): void {
    this.#tellBridge('connection-lost');
    this.#finish(code, reason);
  }

  #tellBridge(reason: 'leave' | 'moved' | 'connection-lost'): void {
    if (this.#state.at === 'live') {
      this.#state.link.send({ type: 'endSession', participant: this.#state.participant, reason });
    }
  }

  #finish(code: number, reason: string): void {
    if (this.#state.at === 'over') return;
    const wasLive = this.#state.at === 'live';
    const participant = this.#state.at === 'live' || this.#state.at === 'starting' ? this.#state.participant : null;
    this.#state = { at: 'over' };
    this.#socket.close(code, reason);
    this.#deadline.cancel();
    this.#deadline = this.#owner.clock.after(CLOSE_WITHIN_MS, () => this.#socket.terminate());
    this.#owner.over(this, participant, wasLive);
  }

  #reply(id: number, status: number, error?: string): void {
    this.#send(error === undefined ? { type: 'reply', id, status } : { type: 'reply', id, status, error });
  }

  #send(frame: Frame<BridgeRequest>): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify(frame));
    if (this.#socket.bufferedAmount > MAX_BACKLOG_BYTES) this.#socket.terminate();
  }
}
