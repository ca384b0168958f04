import { STATUS_CODES, createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { strangeCertificate } from './cluster/certificates';

/** A port that something else listens on. */
export class PortTakenError extends Error {
  readonly code = 'port-taken';
  readonly port: number;

  constructor(port: number) {
    super(`Port ${port} on 127.0.0.1 is taken. Stop what listens there, or choose another base port.`);
    this.port = port;
  }
}

export interface ListenerOptions {
  readonly http: number;
  /** Without a certificate there is no HTTPS side. */
  readonly https: SecureSide | null;
  /** How long a connection stays on which nothing is asked: whoever asks again just as it is closed loses that request. In milliseconds. */
  readonly idleMs: number;
  readonly request: RequestListener;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** How a connection to the HTTPS port is met: as it should be, not at all, or with a certificate that nobody signed. */
export type Welcome = 'proper' | 'none' | 'strange';

export interface SecureSide {
  readonly port: number;
  readonly key: string;
  readonly cert: string;
  /** Asked for each connection; proper where it is left out. */
  readonly welcome?: () => Welcome;
}

const host = '127.0.0.1';
const limits = { headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16 * 1024 };

/**
 * The HTTP and the HTTPS port of one node, on the loopback interface, with one handler for both. Port 0 takes any that
 * is free, and keeps it over a stop and a start.
 */
export class Listener {
  readonly #options: ListenerOptions;
  #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();
  #httpPort: number;
  #httpsPort: number;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#httpPort = options.http;
    this.#httpsPort = options.https?.port ?? 0;
  }

  get httpUrl(): string {
    return `http://${host}:${this.#httpPort}`;
  }

  get httpsUrl(): string {
    return `https://${host}:${this.#httpsPort}`;
  }

  get isListening(): boolean {
    return this.#servers.length > 0;
  }

  /** @throws {PortTakenError} naming the port. Then nothing listens. */
  async start(): Promise<void> {
    try {
      this.#httpPort = await this.#listen(createHttpServer(limits), this.#httpPort);
      const { https } = this.#options;
      if (https) this.#httpsPort = await this.#listen(await createSecureServer(https), this.#httpsPort);
    } catch (cause) {
      await this.stop();
      throw cause;
    }
  }

  /** Frees the ports and cuts whatever is connected. */
  async stop(): Promise<void> {
    const servers = this.#servers;
    this.#servers = [];
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  /** Cuts whatever is connected to the HTTPS port; it goes on listening. */
  cutHttps(): void {
    for (const socket of this.#sockets) if (socket.localPort === this.#httpsPort) socket.destroy();
  }

  async #listen(server: Server, port: number): Promise<number> {
    server.keepAliveTimeout = this.#options.idleMs;
    server.on('request', this.#options.request);
    server.on('upgrade', this.#options.upgrade);
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new PortTakenError(port) : error);
      });
      server.listen(port, host, resolve);
    });
    const address = server.address();
    return typeof address === 'object' && address ? address.port : port;
  }
}

async function createSecureServer({ key, cert, welcome }: SecureSide): Promise<HttpsServer> {
  const server = createHttpsServer({ ...limits, key, cert });
  if (!welcome) return server;
  const strange = await strangeCertificate();
  let shown: Welcome = 'proper';
  // Before the server's own listener, which begins the handshake with the certificate that is set by then.
  server.prependListener('connection', (socket) => {
    const next = welcome();
    if (next === 'none') return void socket.destroy();
    if (next !== shown) server.setSecureContext(next === 'strange' ? strange : { key, cert });
    shown = next;
  });
  return server;
}

/** Answers an upgrade that is not wanted, and hangs up. A client that leaves its own side open is not waited for. */
export function refuseUpgrade(socket: Duplex, status: 400 | 401 | 403 | 404 | 503): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
