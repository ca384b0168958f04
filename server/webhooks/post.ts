import { isIP } from 'node:net';
import { Agent, request } from 'undici';
import { guardedLookup, hostOf, refusalOf } from '@/server/webhooks/webhook-address';

/** For a connection, and for everything together, in milliseconds. */
const limits = { connectMs: 5_000, totalMs: 10_000 };
/** What a receiver says is not read; so much of it is taken so that the connection can be used again. */
const mostBytes = 16_384;

export interface Posted {
  /** Null where no answer came. */
  readonly status: number | null;
  /** Null if it was taken: the answer's status is in the two hundreds. */
  readonly error: string | null;
}

/** Sends what webhooks tell. Redirects are not followed, and forbidden addresses not connected to. */
export class WebhookPost {
  readonly #agents = { http: agent(true), https: agent(false) };

  async post(address: string, headers: Record<string, string>, body: string, stopped: AbortSignal): Promise<Posted> {
    const url = new URL(address);
    const inTheClear = url.protocol === 'http:';
    // A name is checked where it is looked up; a number is not looked up.
    const refusal = isIP(hostOf(url)) ? refusalOf(hostOf(url), inTheClear) : null;
    if (refusal !== null) return { status: null, error: refusal };
    try {
      const signal = AbortSignal.any([stopped, AbortSignal.timeout(limits.totalMs)]);
      const dispatcher = inTheClear ? this.#agents.http : this.#agents.https;
      const answer = await request(url, { method: 'POST', headers, body, dispatcher, signal });
      await answer.body.dump({ limit: mostBytes, signal }).catch(() => undefined);
      const status = answer.statusCode;
      return { status, error: status >= 200 && status < 300 ? null : `The receiver answered ${status}.` };
    } catch (error) {
      return { status: null, error: words(error) };
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#agents.http.destroy(), this.#agents.https.destroy()]);
  }
}

function agent(inTheClear: boolean): Agent {
  return new Agent({ connect: { lookup: guardedLookup(inTheClear), timeout: limits.connectMs }, connections: 2 });
}

function words(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `There was no answer within ${limits.totalMs / 1_000} seconds.`;
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.slice(0, 300);
}
