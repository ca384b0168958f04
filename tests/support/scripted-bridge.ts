import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** What a test makes a bridge answer: everything about the answer is the test's. */
export type Answering = (request: IncomingMessage & { form: URLSearchParams }, response: ServerResponse) => void;

export interface ScriptedBridge {
  readonly origin: string;
  readonly server: Server;
  /** `METHOD path` of every request, in order of arrival. */
  readonly requests: readonly string[];
  /** The most requests that were being answered at one time. */
  readonly mostAtOnce: number;
  answerWith(answering: Answering): void;
  close(): Promise<void>;
}

/** An HTTP server on a free port of 127.0.0.1 that answers as the test says. With a certificate it speaks TLS. */
export async function scriptedBridge(
  answering: Answering,
  certificate?: { key: string; cert: string },
): Promise<ScriptedBridge> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let answer = answering;
  let atOnce = 0;
  let mostAtOnce = 0;
  const listener: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    response.once('close', () => (atOnce -= 1));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      answer(Object.assign(request, { form }), response);
    });
  };
  const server = certificate ? createTlsServer(certificate, listener) : createServer(listener);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    server,
    requests,
    get mostAtOnce() {
      return mostAtOnce;
    },
    answerWith(next) {
      answer = next;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

export function xml(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end(`<?xml version="1.0"?>${body}`);
}
