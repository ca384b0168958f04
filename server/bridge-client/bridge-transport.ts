import { Pool } from 'undici';
import { judgeReply, readDocument } from '@/server/bridge-client/answer-reading';
import type { BridgeAddress } from '@/server/bridge-client/bridge-address';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { Clock } from '@/server/bridge-client/clock';
import type { ExchangeFailure } from '@/server/bridge-client/exchange-failure';
import { unreachable } from '@/server/bridge-client/failure-words';
import {
  exchange,
  type Exchanged,
  type HttpReply,
  type HttpRequest,
} from '@/server/bridge-client/http-exchange';
import { Patience } from '@/server/bridge-client/patience';
import { RequestGate, type Precedence } from '@/server/bridge-client/request-gate';
import { retryDelayMs } from '@/server/bridge-client/retry';
import { secureConnector, type Connector } from '@/server/bridge-client/secure-connector';
import type { CertificateFacts, Trust } from '@/server/bridge-client/trust';
import { mostTextChars, type XmlElement } from '@/server/bridge-client/xml';

export interface BridgeAccess {
  readonly address: BridgeAddress;
  readonly username: string;
  readonly password: string;
  readonly trust: Trust;
}

export interface TransportLimits {
  /** For one call with everything: waiting in line, connecting, all attempts, the last byte. Milliseconds. */
  readonly totalMs: number;
  readonly connectMs: number;
  readonly headersMs: number;
  readonly bodyMs: number;
}

export const defaultLimits: TransportLimits = { totalMs: 5000, connectMs: 3000, headersMs: 4000, bodyMs: 4000 };

const maxBodyBytes = 16 * 1024 * 1024;
const mostInFlight = 4;
const noHeaders = {};
/**
 * How much earlier than the bridge says a connection is given up. With undici's own two seconds many would not live from one look at
 * the bridge to the next, and each would cost a handshake.
 */
const keptShorterMs = 1000;
/** A busy bridge (503) gets no further reads for so long. */
const busyPauseMs = 500;

/** A request that was to change something, and what came of it. */
export interface SentDeed extends Pick<HttpRequest, 'method' | 'path' | 'body'> {
  readonly answer: Answer<HttpReply>;
  /** From when it was asked for, waiting in line included. */
  readonly tookMs: number;
}

export interface TransportOptions extends BridgeAccess {
  readonly clock: Clock;
  readonly random?: () => number;
  readonly limits?: TransportLimits;
  readonly onDeed?: (sent: SentDeed) => void;
}

/** Carries requests to one bridge and answers back: connections, deadline, line, retries. Knows no resource. */
export class BridgeTransport {
  readonly address: BridgeAddress;
  readonly connector: Connector;
  readonly #pool: Pool;
  readonly #gate: RequestGate;
  readonly #signedIn: { readonly authorization: string };
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #limits: TransportLimits;
  readonly #onDeed: TransportOptions['onDeed'];
  #certificate: CertificateFacts | null = null;
  #unreadable = { count: 0, last: '' };

  constructor({ address, username, password, trust, clock, random = Math.random, limits = defaultLimits, onDeed }: TransportOptions) {
    this.address = address;
    this.#clock = clock;
    this.#random = random;
    this.#limits = limits;
    this.#onDeed = onDeed;
    this.#signedIn = { authorization: `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}` };
    this.connector = secureConnector({
      trust,
      timeoutMs: limits.connectMs,
      onCertificate: (certificate) => (this.#certificate = certificate),
    });
    this.#pool = new Pool(address.origin, {
      connections: mostInFlight,
      connect: this.connector,
      keepAliveTimeoutThreshold: keptShorterMs,
    });
    this.#gate = new RequestGate(clock, mostInFlight);
  }

  get requestsInFlight(): number {
    return this.#gate.inFlight;
  }

  /** Answers that came and could not be read, or not whole: how many, and what was wrong with the last, in words. */
  get unreadable(): { readonly count: number; readonly last: string } {
    return this.#unreadable;
  }

  /** The certificate of the newest connection; null before the first, and over http. */
  get certificate(): CertificateFacts | null {
    return this.#certificate;
  }

  /** `GET /api/v1/<path>`: the document whose root is `name`. Tried again where that may help. */
  async get(path: string, name: string, precedence: Precedence): Promise<Answer<XmlElement>> {
    const answer = await this.#send({ method: 'GET', path, headers: noHeaders, body: null }, precedence);
    if (!answer.ok) return answer;
    const document = readDocument(this.address.origin, answer.value, name);
    if (!document.ok) this.countUnreadable(document.error.detail);
    if (!document.ok) return document;
    if (document.value.cut > 0) this.countUnreadable(`An answer of ${this.address.origin} has texts of more than ${mostTextChars} characters; they were cut.`);
    return { ok: true, value: document.value.root };
  }

  /**
   * `POST /api/v1/<path>` with a form. Sent at most once.
   * @param mayGo asked when the request's turn has come: false calls it off
   */
  post(
    path: string,
    form: Readonly<Record<string, string>>,
    precedence: Precedence,
    mayGo: () => boolean = () => true,
  ): Promise<Answer<HttpReply>> {
    return this.#send({ method: 'POST', path, ...formBody(form) }, precedence, mayGo);
  }

  /** `PUT /api/v1/<path>` with a form. Sent at most once. @param mayGo as of {@link post} */
  put(path: string, form: Readonly<Record<string, string>>, precedence: Precedence, mayGo: () => boolean): Promise<Answer<HttpReply>> {
    return this.#send({ method: 'PUT', path, ...formBody(form) }, precedence, mayGo);
  }

  /** `DELETE /api/v1/<path>`. Sent at most once. @param mayGo as of {@link post} */
  delete(path: string, precedence: Precedence, mayGo: () => boolean = () => true): Promise<Answer<HttpReply>> {
    return this.#send({ method: 'DELETE', path, headers: {}, body: null }, precedence, mayGo);
  }

  /** Breaks off whatever is in flight. */
  async close(): Promise<void> {
    this.#gate.close();
    await this.#pool.destroy();
  }

  /** Takes down that an answer came which says nothing, or not all. @param last what was wrong with it, in words */
  countUnreadable(last: string): void {
    this.#unreadable = { count: this.#unreadable.count + 1, last };
  }

  async #send(request: HttpRequest, precedence: Precedence, mayGo = () => true): Promise<Answer<HttpReply>> {
    const askedAtMs = this.#clock.now();
    const answer = await this.#sendUntil(request, precedence, mayGo);
    if (precedence === 'deed') this.#onDeed?.({ ...request, answer, tookMs: this.#clock.now() - askedAtMs });
    return answer;
  }

  async #sendUntil(request: HttpRequest, precedence: Precedence, mayGo: () => boolean): Promise<Answer<HttpReply>> {
    const patience = new Patience(this.#clock, this.#limits.totalMs);
    try {
      return this.#judge(await this.#exchanged(request, precedence, mayGo, patience));
    } finally {
      patience.end();
    }
  }

  async #exchanged(request: HttpRequest, precedence: Precedence, mayGo: () => boolean, patience: Patience): Promise<Exchanged> {
    let before: Exchanged | null = null;
    for (let attempts = 1; ; attempts += 1) {
      const exchanged = await this.#inLine(request, precedence, mayGo, patience);
      // The time ran out before another try could go: what the last one came to is the news.
      if (before && isNotSent(exchanged)) return before;
      if (exchanged.ok && exchanged.reply.status === 503) this.#gate.holdReads(busyPauseMs);
      const delayMs = retryDelayMs(request.method, exchanged, attempts, this.#random());
      if (delayMs === null || delayMs >= patience.leftMs) return exchanged;
      before = exchanged;
      await new Promise<void>((resume) => this.#clock.after(delayMs, resume));
    }
  }

  #inLine(request: HttpRequest, precedence: Precedence, mayGo: () => boolean, patience: Patience): Promise<Exchanged> {
    return new Promise((resolve, reject) => {
      let begun = false;
      let stopWaiting = () => {};
      const leave = this.#gate.enter(precedence, (release) => {
        begun = true;
        stopWaiting();
        if (!mayGo()) {
          release();
          return resolve(notSent('called-off'));
        }
        exchange(this.#pool, this.#complete(request), { ...this.#limits, maxBodyBytes }, patience)
          .finally(release)
          .then(resolve, reject);
      });
      if (begun) return;
      stopWaiting = patience.whenOver(() => {
        if (leave()) resolve(notSent('busy-line'));
      });
    });
  }

  #complete(request: HttpRequest): HttpRequest {
    return {
      ...request,
      path: `/api/v1/${request.path}`,
      headers: request.headers === noHeaders ? this.#signedIn : { ...request.headers, ...this.#signedIn },
    };
  }

  #judge(exchanged: Exchanged): Answer<HttpReply> {
    if (!exchanged.ok) return { ok: false, error: unreachable(this.address, exchanged.failure) };
    return judgeReply(this.address.origin, exchanged.reply);
  }
}

function formBody(form: Readonly<Record<string, string>>): Pick<HttpRequest, 'headers' | 'body'> {
  return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() };
}

function notSent(cause: ExchangeFailure['cause']): Exchanged {
  return { ok: false, failure: { stage: 'not-sent', cause, about: null } };
}

function isNotSent(exchanged: Exchanged): boolean {
  return !exchanged.ok && exchanged.failure.cause === 'busy-line';
}
