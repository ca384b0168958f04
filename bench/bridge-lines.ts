import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const hosts = ['cbcms1', 'cbcms2', 'cbcms3'];

/** Lines as three call bridges write them, most of them of calls and of their API trace: of people whom nobody asks about. One buffer for each bridge. */
export function bridgeLines(count: number): Buffer[] {
  const lines = hosts.map((): string[] => []);
  const time = timeOf(new Date());
  for (let at = 0; at < count; at += 1) {
    const host = at % hosts.length;
    lines[host]?.push(`<14>${time} user.info ${hosts[host]} host:server:  INFO : ${textOf(at)}\n`);
  }
  return lines.map((own) => Buffer.from(own.join('')));
}

function timeOf(at: Date): string {
  return `${at.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })} ${String(at.getUTCDate()).padStart(2)} ${at.toISOString().slice(11, 23)}`;
}

function textOf(at: number): string {
  const [one, other] = [randomUUID(), randomUUID()];
  const texts = [
    `call ${at % 5_000}: SIP call ringing`,
    `API trace ${at}: GET for "/api/v1/participants/${one}" (from 192.0.2.50)`,
    `API trace ${at}: sending 200 response, size 1840`,
    `participant "guest${100_000_000 + at}" (${one}) joined conference ${other} via WB3`,
    `call ${at % 5_000}: destroying API call leg ${one}`,
    'media module status 1 (1/1) 1/1 (full media capacity)',
    `API call leg ${one} in call ${other} (API call ${randomUUID()})`,
    `new session created for user "guest${100_000_000 + at}"`,
  ];
  return texts[at % texts.length] ?? '';
}

/** Connections over which the lines of three bridges go. */
export class BridgeSenders {
  private constructor(readonly sockets: readonly Socket[]) {}

  static async to(port: number): Promise<BridgeSenders> {
    const sockets = hosts.map(() => connect(port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    return new BridgeSenders(sockets);
  }

  /** As fast as they are taken. */
  async flatOut(lines: readonly Buffer[]): Promise<void> {
    await Promise.all(this.sockets.map((socket, at) => new Promise((resolve) => socket.write(lines[at] ?? '', resolve))));
  }

  /** Evenly, so many times; each time is due by the clock, so that what came late is made up for. */
  async every(intervalMs: number, times: number, lines: readonly Buffer[]): Promise<void> {
    const startMs = performance.now();
    for (let at = 0; at < times; at += 1) {
      for (const [to, socket] of this.sockets.entries()) socket.write(lines[to] ?? '');
      await pause(Math.max(0, startMs + (at + 1) * intervalMs - performance.now()));
    }
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
