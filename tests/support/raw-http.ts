import http from 'node:http';
import net from 'node:net';
import { WebSocket } from 'ws';

export interface RawAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export interface RawRequest {
  readonly method?: string;
  /** As it stands in the request line. */
  readonly path: string;
  /** Any at all, `Host` too. */
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** One request whose line and headers say exactly what a test wants, which `fetch` would not let it. */
export function rawRequest(origin: string, { method = 'GET', path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** Sends these bytes on a connection of their own, and gives everything that comes back until it is closed. */
export function rawExchange(origin: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = net.connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    // Being cut off while still sending is the server's right; the answer came before.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

/** A WebSocket, or the status with which it was refused. */
export function openSocket(origin: string, path: string, headers: Record<string, string>): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(origin.replace('http', 'ws') + path, { headers });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
    socket.once('unexpected-response', (request, response) => {
      response.resume();
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
  });
}
