import { createSocket } from 'node:dgram';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { makeTestCertificate } from './test-certificate';

/** A line as a syslog server takes it apart. */
export interface ReceivedLine {
  readonly priority: number;
  /** `facility.severity`. */
  readonly level: string;
  readonly time: string;
  readonly node: string;
  readonly text: string;
}

/** A syslog server that does nothing but listen. */
export interface SyslogServer {
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly port: number;
  readonly lines: ReceivedLine[];
  close(): Promise<void>;
}

/** A syslog server that takes messages of RFC 5424, as they came. */
export interface MessageServer extends Omit<SyslogServer, 'lines'> {
  readonly messages: string[];
}

/** Listens on the loopback interface, on a free port unless one is given. */
export async function startSyslogServer(transport: 'udp' | 'tcp' | 'tls', port = 0): Promise<SyslogServer> {
  const lines: ReceivedLine[] = [];
  return { ...(await listenFor(transport, { port, framing: lineFeeds, take: (line) => lines.push(readLine(line)) })), lines };
}

/** As {@link startSyslogServer}; over streams each message says how long it is. */
export async function startMessageServer(transport: 'udp' | 'tcp' | 'tls', { port = 0, certificate }: { port?: number; certificate?: Certificate } = {}): Promise<MessageServer> {
  const messages: string[] = [];
  return { ...(await listenFor(transport, { port, framing: octetCounts, take: (message) => messages.push(message), certificate })), messages };
}

type Certificate = Awaited<ReturnType<typeof makeTestCertificate>>;

/** Takes whole messages from the front of what came. @returns them, and what is left */
type Framing = (data: Buffer) => { messages: string[]; rest: Buffer };

interface Listening {
  readonly port: number;
  readonly framing: Framing;
  take(message: string): void;
  readonly certificate?: Certificate | undefined;
}

function listenFor(transport: SyslogServer['transport'], listening: Listening): Promise<Omit<SyslogServer, 'lines'>> {
  return transport === 'udp' ? listenForDatagrams(listening) : listenForStreams(transport, listening);
}

const lineFeeds: Framing = (data) => {
  const end = data.lastIndexOf('\n') + 1;
  return { messages: data.subarray(0, end).toString('utf8').split('\n').slice(0, -1), rest: data.subarray(end) };
};

const octetCounts: Framing = (data) => {
  const messages: string[] = [];
  for (let rest = data; ; ) {
    const space = rest.indexOf(' ');
    const length = Number(rest.subarray(0, Math.max(space, 0)).toString());
    if (space < 1 || rest.length < space + 1 + length) return { messages, rest };
    messages.push(rest.subarray(space + 1, space + 1 + length).toString('utf8'));
    rest = rest.subarray(space + 1 + length);
  }
};

async function listenForDatagrams({ port, take }: Listening): Promise<Omit<SyslogServer, 'lines'>> {
  const socket = createSocket('udp4');
  socket.on('message', (data) => take(data.toString('utf8')));
  await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve));
  return { transport: 'udp', port: socket.address().port, close: () => new Promise((resolve) => socket.close(() => resolve())) };
}

async function listenForStreams(transport: 'tcp' | 'tls', { port, framing, take, certificate }: Listening): Promise<Omit<SyslogServer, 'lines'>> {
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    let rest: Buffer = Buffer.alloc(0);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (data: Buffer) => {
      const framed = framing(Buffer.concat([rest, data]));
      rest = framed.rest;
      framed.messages.forEach(take);
    });
  };
  const server: Server = transport === 'tcp' ? createTcpServer(serve) : createTlsServer(certificate ?? (await makeTestCertificate()), serve);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    transport,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function readLine(line: string): ReceivedLine {
  const match = /^<(\d+)>(\w{3} [ \d]\d [\d:.]+) (\w+\.\w+) (\S+) (.*)$/.exec(line);
  if (!match) throw new Error(`that is no syslog line: ${line}`);
  const [, priority = '', time = '', level = '', node = '', text = ''] = match;
  return { priority: Number(priority), level, time, node, text };
}
