import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { TimerSet } from '../../clock';
import type { FailureReason } from '../failure-reason';

export type PostOutcome = { ok: true } | { ok: false; reason: FailureReason };

/** A connection to one receiver that is kept open from one POST to the next. */
export interface RecordPoster {
  /** Never rejects. */
  post(body: string): Promise<PostOutcome>;
  /** Cuts the connection, and with it a POST that is under way. */
  close(): void;
}

/** After this a receiver that does not answer is one that failed. */
const answerWithinMs = 10_000;

/** `uri` is `http:` or `https:`; of the latter any certificate will do, as with the product. */
export function openPoster(uri: string, timers: TimerSet): RecordPoster {
  const url = new URL(uri);
  const isSecure = url.protocol === 'https:';
  const agent = isSecure
    ? new HttpsAgent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false })
    : new HttpAgent({ keepAlive: true, maxSockets: 1 });
  const cancel = new AbortController();
  const post = (body: string): Promise<PostOutcome> =>
    new Promise((resolve) => {
      const request = (isSecure ? httpsRequest : httpRequest)(url, {
        agent,
        method: 'POST',
        signal: cancel.signal,
        headers: { 'Content-Type': 'text/xml', 'Content-Length': Buffer.byteLength(body) },
      });
      const deadline = timers.after(answerWithinMs, () => request.destroy(new Error('no answer in time')));
      let outcome: PostOutcome = { ok: false, reason: 'connectFailure' };
      let isStale = false;
      request.on('response', (response) => {
        outcome = outcomeOf(response.statusCode ?? 0);
        // What it says besides the status is of no interest, however long it is.
        response.resume();
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') outcome = { ok: false, reason: 'dnsFailure' };
        // The receiver closed a connection that it had no use for, in the moment in which we had.
        isStale = request.reusedSocket && error.code === 'ECONNRESET';
      });
      request.on('close', () => {
        deadline.cancel();
        resolve(isStale ? post(body) : outcome);
      });
      request.end(body);
    });
  return {
    post,
    close() {
      cancel.abort();
      agent.destroy();
    },
  };
}

/** Source: `docs/cms-wire.md`, sections 5 (2xx acknowledges) and 3 (failure reasons of alarms). */
function outcomeOf(status: number): PostOutcome {
  if (status >= 200 && status < 300) return { ok: true };
  if (status === 401 || status === 403) return { ok: false, reason: 'authenticationFailure' };
  if (status === 404) return { ok: false, reason: 'fileNotFound' };
  if (status === 500) return { ok: false, reason: 'internalServerError' };
  return { ok: false, reason: status === 503 ? 'serviceUnavailable' : 'error' };
}
