import { vi } from 'vitest';

/** Longer than anything takes that comes at all, on a machine that is busy with other things. */
const patience = { timeout: 30_000, interval: 20 };

/** Looks until `check` no longer throws, and gives what it returns; throws what it threw last if that does not come. */
export function eventually<Value>(check: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(check, patience);
}
