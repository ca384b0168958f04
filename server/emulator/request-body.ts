import type { IncomingMessage } from 'node:http';

/**
 * A request's body as text, whatever its content type says; null if it is longer than `longestBytes`. Then the rest is
 * left unread, and the answer has to close the connection. Rejects if the client goes away.
 */
export function readBody(request: IncomingMessage, longestBytes: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= longestBytes) return void chunks.push(chunk);
      request.pause();
      resolve(null);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the client went away')));
  });
}

/** Whether a request has a body. Listening for one that does not come costs more than most answers. */
export function bringsBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
