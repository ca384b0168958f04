import net from 'node:net';

/** Where the tests put Usher itself in the emulator's block: the emulator has nothing there. */
export const usherOffset = 20;
/** Where an Usher of the tests takes syslog in; TLS on the next. */
export const syslogOffset = 22;
/** Offsets from the base that are listened on; the emulator's are in the operations guide. */
const offsets = [0, usherOffset, syslogOffset, syslogOffset + 1, 31, 32, 33, 51, 52, 53, 54, 131, 132, 133, 151, 152, 153, 154];

/** A port that was free a moment ago. */
export async function freePort(port = 0): Promise<number> {
  const server = await listen(port);
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Offset whose port says that somebody has taken the block, although not all of it is listened on yet. */
const claimOffset = 199;
const blocks = 110;
const claims = new Map<number, net.Server>();

/**
 * A base at which all ports of an Usher with an emulator are free, and which no other test process takes until it is given back or this process ends;
 * below the range that systems hand out by themselves, so that a bridge that was away finds its ports free when it comes back.
 */
export async function freeBasePort(): Promise<number> {
  for (;;) {
    const base = 10_000 + 200 * Math.floor(Math.random() * blocks);
    const claim = await listen(base + claimOffset).catch(() => null);
    if (!claim) continue;
    const free = await Promise.allSettled(offsets.map((offset) => freePort(base + offset)));
    if (free.every(({ status }) => status === 'fulfilled')) {
      claims.set(base, claim);
      return base;
    }
    claim.close();
  }
}

/** Gives back what {@link freeBasePort} took, once nothing listens there any more. */
export function giveBasePortBack(base: number): void {
  claims.get(base)?.close();
  claims.delete(base);
}

/** Listens without keeping the process alive. */
function listen(port: number): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().unref();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
