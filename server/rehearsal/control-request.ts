import http from 'node:http';

const answerWithinMs = 2_000;

/**
 * One request to the emulator's control port, answered with its body. Rejects if nobody answers in time; `code` is
 * `ECONNREFUSED` where nobody listens. Plain node:http: a start should not have to load more for it.
 */
export function askControl(url: string, method: 'GET' | 'POST' = 'GET'): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, agent: false, signal: AbortSignal.timeout(answerWithinMs) }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.once('end', () => resolve(body));
      response.once('error', reject);
    });
    request.once('error', reject);
    request.end();
  });
}
