import net from 'node:net';

/** Offsets from the base that an emulator listens on; see the operations guide. */
const emulatorOffsets = [0, 31, 32, 33, 51, 52, 53, 54, 131, 132, 133, 151, 152, 153, 154];

/** A port that was free a moment ago. */
export function freePort(port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Test workers that run side by side take their bases from lanes of their own: what one has checked no other binds. */
const lanes = 10;
const basesPerLane = 10;

/** A base at which all ports of an emulator were free a moment ago; below the range that systems hand out by themselves. */
export async function freeBasePort(): Promise<number> {
  const lane = Number(process.env.VITEST_POOL_ID ?? 0) % lanes;
  for (;;) {
    const base = 10_000 + 200 * (lane + lanes * Math.floor(Math.random() * basesPerLane));
    const free = await Promise.allSettled(emulatorOffsets.map((offset) => freePort(base + offset)));
    if (free.every(({ status }) => status === 'fulfilled')) return base;
  }
}
