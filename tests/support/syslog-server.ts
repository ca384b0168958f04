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

/** Listens on the loopback interface, on a free port unless one is given. */
export async function startSyslogServer(transport: 'udp' | 'tcp' | 'tls', port = 0): Promise<SyslogServer> {
  return transport === 'udp' ? listenForDatagrams(port) : listenForStreams(transport, port);
}

async function listenForDatagrams(port: number): Promise<SyslogServer> {
  const lines: ReceivedLine[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (data) => lines.push(readLine(data.toString('utf8'))));
  await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve));
  return {
    transport: 'udp',
    port: socket.address().port,
    lines,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

async function listenForStreams(transport: 'tcp' | 'tls', port: number): Promise<SyslogServer> {
  const lines: ReceivedLine[] = [];
  const sockets = new Set<Socket>();
  const take = (socket: Socket): void => {
    let rest = '';
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      const pieces = (rest + data.toString('utf8')).split('\n');
      rest = pieces.pop() ?? '';
      lines.push(...pieces.map(readLine));
    });
  };
  const server: Server = transport === 'tcp' ? createTcpServer(take) : createTlsServer(await makeTestCertificate(), take);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    transport,
    port: (server.address() as AddressInfo).port,
    lines,
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
