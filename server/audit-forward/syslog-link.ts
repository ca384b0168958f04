import { createSocket } from 'node:dgram';
import net from 'node:net';
import tls from 'node:tls';
import type { SyslogTarget } from '@/server/audit-forward/syslog-target';
import type { Clock } from '@/server/bridge-client/clock';

/** A way to a syslog server that is open, or about to be. */
export interface SyslogLink {
  /** Hands messages on; settles once there is room for more. It never does where the link fails meanwhile. */
  send(messages: readonly Buffer[]): Promise<void>;
  close(): void;
}

export interface LinkEvents {
  opened(): void;
  /** Called once; the link is of no use any more. */
  failed(reason: string): void;
}

export interface LinkOptions {
  readonly target: SyslogTarget;
  /** The authority of a TLS server, as PEM; null for those that the system trusts. */
  readonly authority: string | null;
  readonly clock: Clock;
}

/** Nobody answers, or takes anything, within this time: the link has failed. */
const silentMs = 15_000;
/** Datagrams at once, and the pause after them: nothing says how many a server can take, and what is too much is lost. */
const burst = { datagrams: 20, pauseMs: 5 };

/** Opens a link. Neither UDP nor TCP say whether a message was read: what was sent just before a link failed is to be sent again. */
export function openSyslogLink(options: LinkOptions, events: LinkEvents): SyslogLink {
  return options.target.transport === 'udp' ? openDatagrams(options, events) : openStream(options, events);
}

function openDatagrams({ target: { host, port }, clock }: LinkOptions, { opened, failed }: LinkEvents): SyslogLink {
  const socket = createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');
  let done = false;
  const fail = (error: Error): void => {
    if (done) return;
    done = true;
    socket.close();
    failed(error.message);
  };
  socket.on('error', fail);
  // Node tells a name that is not found here, and not as an event.
  socket.connect(port, host, (error?: Error) => (error ? fail(error) : !done && opened()));
  return {
    async send(messages) {
      for (const [at, message] of messages.entries()) {
        await new Promise<void>((resolve) => {
          if (!done) socket.send(message, (error) => (error ? fail(error) : resolve()));
        });
        if (at % burst.datagrams === burst.datagrams - 1) await new Promise<void>((resolve) => clock.after(burst.pauseMs, resolve));
      }
    },
    close() {
      if (!done) socket.close();
      done = true;
    },
  };
}

function openStream({ target: { transport, host, port }, authority }: LinkOptions, { opened, failed }: LinkEvents): SyslogLink {
  const servername = net.isIP(host) === 0 ? { servername: host } : {};
  const socket = transport === 'tcp' ? net.connect({ host, port }) : tls.connect({ host, port, ...servername, ...(authority !== null && { ca: authority }) });
  let done = false;
  const fail = (reason: string): void => {
    if (done) return;
    done = true;
    socket.destroy();
    failed(reason);
  };
  socket.setTimeout(silentMs, () => fail('The server does not answer.'));
  socket.once(transport === 'tcp' ? 'connect' : 'secureConnect', () => {
    socket.setTimeout(0);
    // Whoever is gone without a word is noticed while there is nothing to say.
    socket.setKeepAlive(true, silentMs);
    opened();
  });
  socket.on('error', (error) => fail(error.message));
  socket.on('close', () => fail('The server has closed the connection.'));
  socket.on('end', () => fail('The server has closed the connection.'));
  // A syslog server says nothing; what it says all the same is thrown away.
  socket.resume();
  return {
    send: (messages) =>
      new Promise((resolve) => {
        socket.setTimeout(silentMs);
        socket.write(Buffer.concat(messages.flatMap(counted)), (error) => {
          if (error) return fail(error.message);
          socket.setTimeout(0);
          resolve();
        });
      }),
    close() {
      done = true;
      socket.destroy();
    },
  };
}

/** Octet counting, so that a line feed inside is no end. Source: RFC 6587, section 3.4.1; RFC 5425, section 4.3. */
function counted(message: Buffer): Buffer[] {
  return [Buffer.from(`${message.length} `), message];
}
