import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type RequestListener } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { ProblemError } from '@/lib/problem/problem';

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface WebServer {
  /** From now on requests are answered by these; before, they get 503. */
  open(answer: RequestListener, upgrade: UpgradeListener): void;
  /** Takes no more connections and ends the ones there are. */
  close(): Promise<void>;
}

export interface WebServerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
}

/** How long a connection stays on which nothing is asked: longer than proxies keep theirs, as a request that comes while it is closed is lost. In milliseconds. */
const keptMs = 65_000;

/** Takes the port, first of all, so that a port that is taken is known before anything was begun. Problem: `port-taken`. */
export async function listen({ host, port, tls }: WebServerOptions): Promise<WebServer> {
  let answer: RequestListener = (_, response) => {
    response.writeHead(503, { 'retry-after': '2', 'content-type': 'text/plain' });
    response.end('Usher is starting.\n');
  };
  let upgrade: UpgradeListener = (_, socket) => socket.destroy();
  const server = createServer(tls, (request, response) => answer(request, response));
  server.keepAliveTimeout = keptMs;
  server.on('upgrade', (request, socket, head) => upgrade(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenProblem(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    open(answerWith, upgradeWith) {
      answer = answerWith;
      upgrade = upgradeWith;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createServer(tls: WebServerOptions['tls'], answer: RequestListener): http.Server {
  if (!tls) return http.createServer(answer);
  try {
    return https.createServer({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, answer);
  } catch (cause) {
    throw new ProblemError('invalid', `The certificate cannot be used: ${tls.certFile}, ${tls.keyFile}. ${String(cause)}`, { cause });
  }
}

function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new ProblemError('port-taken', `Port ${port} is used by another program. Stop that one, or set PORT to another value.`, { cause: error });
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL') {
    return new ProblemError('unavailable', `Usher cannot listen on ${host}:${port} (${error.code}). Check HOST and PORT.`, { cause: error });
  }
  return error;
}
