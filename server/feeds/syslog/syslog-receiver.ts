import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Logger } from 'pino';
import type { SyslogListener, SyslogState } from '@/lib/syslog/syslog-state';
import type { Clock } from '@/server/bridge-client/clock';
import { Allowance } from '@/server/feeds/syslog/allowance';
import { FrameReader, trimmedEnd } from '@/server/feeds/syslog/frames';
import type { SyslogIntake } from '@/server/feeds/syslog/syslog-intake';

/** Call bridges and web bridges of a large installation, each with two connections. */
const mostConnections = 1_000;
const handshakeWithinMs = 10_000;
/** What the system keeps of datagrams while this process is busy; it may give less. */
const datagramBufferBytes = 4 * 1024 * 1024;

export interface ReceiverOptions {
  readonly host: string;
  /** UDP and TCP; TLS is one above. */
  readonly port: number;
  /** Usher's own certificate, PEM; null where it has none. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** How bridges reach Usher: a name or an address. */
  readonly reachedBy: string;
  readonly intake: SyslogIntake;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The ports on which bridges' logs come in. One that cannot be opened is said so, and the others do without it. */
export class SyslogReceiver {
  readonly #options: ReceiverOptions;
  readonly #allowance: Allowance;
  readonly #sockets = new Set<Socket>();
  readonly #listeners: SyslogListener[] = [];
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #figures = { refused: 0, cut: 0, dropped: 0 };

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#allowance = new Allowance(options.clock);
  }

  /** Opens the ports. Never rejects: what is not open is in the state, with the reason. */
  async open(): Promise<void> {
    const { port, tls } = this.#options;
    await this.#listen('udp', port, () => this.#openDatagrams(port));
    await this.#listen('tcp', port, () => this.#openStreams(createTcpServer(), 'connection', port));
    if (tls) await this.#listen('tls', port + 1, () => this.#openStreams(secureServer(tls), 'secureConnection', port + 1));
    else this.#put('tls', port + 1, 'Usher has no certificate: set USHER_TLS_CERT and USHER_TLS_KEY.');
    this.#options.intake.isListening = this.#listeners.some(({ open }) => open);
  }

  get state(): SyslogState {
    const { intake, reachedBy } = this.#options;
    return { reachedBy, listeners: this.#listeners, connections: this.#sockets.size, ...this.#figures, ...intake.figures, unknownHosts: intake.unknownHosts() };
  }

  async close(): Promise<void> {
    this.#options.intake.isListening = false;
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#closers.splice(0).map((close) => close()));
  }

  async #listen(transport: SyslogListener['transport'], port: number, open: () => Promise<void>): Promise<void> {
    try {
      await open();
      this.#put(transport, port, null);
    } catch (error) {
      this.#put(transport, port, problemWords(error, port));
      this.#options.log.warn({ err: error, transport, port }, 'syslog cannot be taken in here');
    }
  }

  #put(transport: SyslogListener['transport'], port: number, problem: string | null): void {
    this.#listeners.push({ transport, host: this.#options.host, port, open: problem === null, problem });
  }

  async #openDatagrams(port: number): Promise<void> {
    const { host, intake } = this.#options;
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, host, () => resolve());
    });
    socket.on('error', (error) => this.#options.log.warn({ err: error }, 'a datagram of syslog could not be taken in'));
    enlarge(socket);
    socket.on('message', (data, { address }) => {
      if (this.#allowance.spend(socket, data.length)) intake.take(data, 0, trimmedEnd(data, 0, data.length), plain(address));
      else this.#figures.dropped += 1;
    });
    this.#closers.push(() => new Promise((resolve) => socket.close(() => resolve())));
  }

  async #openStreams(server: Server, connected: 'connection' | 'secureConnection', port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, this.#options.host, resolve);
    });
    server.on('error', (error) => this.#options.log.warn({ err: error }, 'a connection of syslog could not be taken'));
    server.maxConnections = mostConnections;
    server.on('drop', () => (this.#figures.refused += 1));
    // Also those that never get through their TLS handshake have to end when Usher does.
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on(connected, (socket: Socket) => this.#follow(socket));
    this.#closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  }

  #follow(socket: Socket): void {
    const { intake } = this.#options;
    const frames = new FrameReader();
    const from = plain(socket.remoteAddress ?? '');
    socket.setKeepAlive(true, 60_000);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      const cutBefore = frames.cut;
      frames.read(chunk, (data, start, end) => intake.take(data, start, end, from));
      this.#figures.cut += frames.cut - cutBefore;
      if (this.#allowance.spend(socket, chunk.length)) return;
      socket.pause();
      this.#allowance.wait(() => socket.resume());
    });
    // The last line of a connection may have no end.
    socket.on('end', () => frames.finish((data, start, end) => intake.take(data, start, end, from)));
  }
}

function secureServer({ certFile, keyFile }: NonNullable<ReceiverOptions['tls']>): Server {
  return createTlsServer({ cert: readFileSync(certFile), key: readFileSync(keyFile), handshakeTimeout: handshakeWithinMs });
}

function enlarge(socket: DatagramSocket): void {
  try {
    socket.setRecvBufferSize(datagramBufferBytes);
  } catch {
    // The system allows less; what it gives is what there is.
  }
}

/** An IPv4 address as one, also where it came in by IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:/, '');
}

function problemWords(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'EADDRINUSE') return `Port ${port} is used by another program. Stop that one, or set USHER_SYSLOG_PORT to another value.`;
  if (code === 'EACCES') return `Usher may not listen on port ${port}. Set USHER_SYSLOG_PORT to one above 1023.`;
  return `Port ${port} cannot be opened (${code}). Check USHER_SYSLOG_HOST and USHER_SYSLOG_PORT.`;
}
