import type { Dispatcher, Pool } from 'undici';
import {
  brokenExchange,
  connectionFailure,
  type ExchangeFailure,
  type Stage,
} from '@/server/bridge-client/exchange-failure';
import type { Patience } from '@/server/bridge-client/patience';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type Exchanged = { ok: true; reply: HttpReply } | { ok: false; failure: ExchangeFailure };

export interface ExchangeLimits {
  /** In milliseconds, as the next. */
  readonly headersMs: number;
  /** The longest pause within a body. */
  readonly bodyMs: number;
  readonly maxBodyBytes: number;
}

/**
 * One request and its whole answer, or the exact stage at which it came to nothing. It works on undici's handler, since
 * that tells whether a request was ever written: a deed that surely did not leave may be sent again by whoever asked.
 * @param patience how long the last byte of the answer is waited for
 */
export function exchange(pool: Pool, request: HttpRequest, limits: ExchangeLimits, patience: Patience): Promise<Exchanged> {
  return new Promise((resolve) => {
    let stage: Stage = 'not-sent';
    let settled = false;
    let controller: Dispatcher.DispatchController | null = null;
    const reply = { status: 0, headers: {} as HttpReply['headers'], chunks: [] as Buffer[], bytes: 0 };

    const settle = (exchanged: Exchanged) => {
      if (settled) return;
      settled = true;
      cancelDeadline();
      resolve(exchanged);
    };
    const fail = (failure: ExchangeFailure) => {
      settle({ ok: false, failure });
      controller?.abort(new Error('given up'));
    };
    const cancelDeadline = patience.whenOver(() => fail({ stage, cause: 'time-out', about: null }));

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        // The deadline passed while the connection was being made: it must not go out after all.
        if (settled) started.abort(new Error('given up'));
        else stage = 'sent';
      },
      onResponseStart(_, status, headers) {
        stage = 'answering';
        Object.assign(reply, { status, headers });
      },
      onResponseData(_, chunk) {
        reply.bytes += chunk.length;
        if (reply.bytes > limits.maxBodyBytes) fail({ stage, cause: 'too-large', about: null });
        else reply.chunks.push(chunk);
      },
      onResponseEnd() {
        const body = Buffer.concat(reply.chunks).toString('utf8');
        settle({ ok: true, reply: { status: reply.status, headers: reply.headers, body } });
      },
      onResponseError(_, error) {
        fail(stage === 'not-sent' ? connectionFailure(error) : brokenExchange(error, stage));
      },
    };
    pool.dispatch(
      { ...request, headersTimeout: limits.headersMs, bodyTimeout: limits.bodyMs },
      handler,
    );
  });
}
