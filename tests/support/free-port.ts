import net from 'node:net';

/** Where the tests put Usher itself in the emulator's block: the emulator has nothing there. */
export const usherOffset = 20;
/** Where an Usher of the tests takes syslog in; TLS on the next. */
export const syslogOffset = 22;
/** Offsets from the base that are listened on; the emulator's are in the operations guide. */
const offsets = [0, usherOffset, syslogOffset, syslogOffset + 1, 31, 32, 33, 51, 52, 53, 54, 131, 132, 133, 151, 152, 153, 154];

/** A port that is free together with the one above, as {@link freeBasePort} has them: also for who goes and comes back. */
export async function freePort(): Promise<number> {
  return (await freeBasePort()) + syslogOffset;
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
    const free = await Promise.all(offsets.map((offset) => isFree(base + offset)));
    if (free.every(Boolean)) {
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

async function isFree(port: number): Promise<boolean> {
  const server = await listen(port).catch(() => null);
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  return server !== null;
}

/** Listens without keeping the process alive. */
function listen(port: number): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().unref();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
