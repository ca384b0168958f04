import { setTimeout as pause } from 'node:timers/promises';

/** How long one looks, and how long between two looks, in milliseconds. */
export interface Patience {
  readonly timeout: number;
  readonly interval: number;
}

/** Looks until there is something, and gives it. As `vi.waitUntil`, for what benchmarks use too. Throws if it does not come, or what `look` throws. */
export async function waitUntil<T>(look: () => T | Promise<T>, { timeout, interval }: Patience): Promise<Exclude<T, null | undefined | false>> {
  const endMs = Date.now() + timeout;
  for (;;) {
    const found = await look();
    if (isThere(found)) return found;
    if (Date.now() > endMs) throw new Error(`It did not come about within ${timeout} ms.`);
    await pause(interval);
  }
}

function isThere<T>(found: T): found is Exclude<T, null | undefined | false> {
  return found !== null && found !== undefined && found !== false;
}
