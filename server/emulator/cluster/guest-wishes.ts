import type { GuestWish, WishedEntry } from '../call-bridge/c2w/join-request';

/**
 * Where, and as what, a scenario wants guests to come in who are about to join. A guest says no more than a number and a
 * name, load and way in decide the rest; a wish holds for the next one of that number and name, once.
 */
export class GuestWishes {
  readonly #wishes = new Map<string, WishedEntry[]>();

  add(cluster: string, guest: { numericId: string; name: string }, wished: WishedEntry): void {
    const key = keyOf(cluster, guest);
    this.#wishes.set(key, [...(this.#wishes.get(key) ?? []), wished]);
  }

  /** Takes back a wish whose guest could not join. */
  remove(cluster: string, guest: { numericId: string; name: string }): void {
    this.#wishes.delete(keyOf(cluster, guest));
  }

  /** What the Call Bridges of a cluster ask. */
  of(cluster: string): GuestWish {
    return (guest) => {
      const key = keyOf(cluster, guest);
      const [next, ...rest] = this.#wishes.get(key) ?? [];
      if (next === undefined) return null;
      if (rest.length > 0) this.#wishes.set(key, rest);
      else this.#wishes.delete(key);
      return next;
    };
  }
}

function keyOf(cluster: string, { numericId, name }: { numericId: string; name: string }): string {
  return JSON.stringify([cluster, numericId, name]);
}
