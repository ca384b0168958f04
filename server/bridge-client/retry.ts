import { fullJitterMs } from '@/server/bridge-client/backoff';
import type { Exchanged, HttpRequest } from '@/server/bridge-client/http-exchange';

const mostAttempts = 3;
const worthAnotherTry = new Set(['broken-off', 'refused', 'not-connected']);

/**
 * Whether a request may be sent again, and after how long. Only reads may: a bridge that is busy (503) is given time, a
 * connection that failed is made anew. Time-outs are not tried again, since the time is used up.
 * @param attempts how many have been made, from 1
 * @returns milliseconds to wait; null to leave it at that
 */
export function retryDelayMs(method: HttpRequest['method'], exchanged: Exchanged, attempts: number, random: number): number | null {
  if (method !== 'GET' || attempts >= mostAttempts) return null;
  if (exchanged.ok) {
    return exchanged.reply.status === 503 ? fullJitterMs(attempts, { firstMs: 400, mostMs: 2000 }, random) : null;
  }
  return worthAnotherTry.has(exchanged.failure.cause)
    ? fullJitterMs(attempts, { firstMs: 100, mostMs: 1000 }, random)
    : null;
}
