import http from 'node:http';
import { heardWithin } from '@/server/heard-within';

const answerWithinMs = 2_000;

export type ControlMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * One request to the emulator's control port, answered with its body. Rejects if nobody answers in time; `code` is
 * `ECONNREFUSED` where nobody listens.
 */
export async function askControl(url: string, method: 'GET' | 'POST' = 'GET'): Promise<string> {
  return (await exchangeWithControl(url, method)).body;
}

/**
 * As {@link askControl}, with a JSON body and the answer's status. Plain node:http: a start should not have to load more for it.
 * It is asked while Next is being loaded, for which this process stands still.
 */
export function exchangeWithControl(url: string, method: ControlMethod, body?: unknown): Promise<{ status: number; body: string }> {
  const request = http.request(url, { method, agent: false });
  const answer = new Promise<{ status: number; body: string }>((resolve, reject) => {
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.once('error', reject);
    });
    request.once('error', reject);
  });
  request.end(body === undefined ? undefined : JSON.stringify(body));
  return heardWithin(answer, answerWithinMs).finally(() => request.destroy());
}
