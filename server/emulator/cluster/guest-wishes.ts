import type { GuestWish } from '../call-bridge/c2w/join-request';

/**
 * Where a scenario wants guests to be who are about to join. A guest says no more than a number and a name, and the
 * load decides; a wish holds for the next one of that number and name, once.
 */
export class GuestWishes {
  readonly #callBridges = new Map<string, string[]>();

  add(cluster: string, guest: { numericId: string; name: string }, callBridge: string): void {
    const key = keyOf(cluster, guest);
    this.#callBridges.set(key, [...(this.#callBridges.get(key) ?? []), callBridge]);
  }

  /** Takes back a wish whose guest could not join. */
  remove(cluster: string, guest: { numericId: string; name: string }): void {
    this.#callBridges.delete(keyOf(cluster, guest));
  }

  /** What the Call Bridges of a cluster ask. */
  of(cluster: string): GuestWish {
    return (guest) => {
      const key = keyOf(cluster, guest);
      const [next, ...rest] = this.#callBridges.get(key) ?? [];
      if (next === undefined) return null;
      if (rest.length > 0) this.#callBridges.set(key, rest);
      else this.#callBridges.delete(key);
      return { callBridge: next };
    };
  }
}

function keyOf(cluster: string, { numericId, name }: { numericId: string; name: string }): string {
  return JSON.stringify([cluster, numericId, name]);
}
