import { createSocket } from 'node:dgram';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface SyslogDestination {
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
}

/** A way to a syslog server while it lasts. */
export interface SyslogConnection {
  /** False if it must wait for `ready`. */
  send(line: string): boolean;
  close(): void;
}

export interface SyslogEvents {
  /** It can take lines: it has just been opened, or what it had is on its way. */
  ready(): void;
  /** It is over, for whatever reason. */
  lost(): void;
}

/**
 * UDP carries a line a datagram. TCP and TLS end each line with a newline, the older of the two framings of RFC 6587; no
 * line has one in it. Any certificate will do.
 */
export function openSyslog({ transport, host, port }: SyslogDestination, events: SyslogEvents): SyslogConnection {
  if (transport === 'udp') return openUdp(host, port, events);
  const socket = transport === 'tcp' ? connectTcp(port, host) : connectTls({ port, host, rejectUnauthorized: false });
  socket.on(transport === 'tcp' ? 'connect' : 'secureConnect', () => events.ready());
  return overStream(socket, events);
}

function overStream(socket: Socket, events: SyslogEvents): SyslogConnection {
  socket.on('drain', () => events.ready());
  // A syslog server says nothing; what it says all the same is not kept.
  socket.resume();
  socket.on('error', () => socket.destroy());
  socket.on('close', () => events.lost());
  return { send: (line) => socket.write(`${line}\n`), close: () => socket.destroy() };
}

function openUdp(host: string, port: number, events: SyslogEvents): SyslogConnection {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  // Nobody listens there: a datagram more or less is no matter with UDP.
  socket.on('error', () => undefined);
  socket.bind(0, () => events.ready());
  socket.unref();
  return {
    send(line) {
      socket.send(line, port, host);
      return true;
    },
    close: () => socket.close(),
  };
}
