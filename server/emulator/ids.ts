import { createHash } from 'node:crypto';

/** Where everything that looks random comes from; the same seed gives the same ids and choices. Never for secrets. */
export interface Ids {
  guid(): string;
  /** User name of a guest account: `guest` and nine or ten digits, as in logged moves. */
  guestUser(): string;
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number;
  /** A source of its own, so that what one part draws does not shift what another draws. */
  fork(name: string): Ids;
}

export function createIds(seed: string): Ids {
  const next = generator(seed);
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  return {
    guid: () => asGuid([next(), next(), next(), next()].map((word) => word.toString(16).padStart(8, '0')).join('')),
    guestUser: () => `guest${100_000_000 + below(3_900_000_000)}`,
    below,
    fork: (name) => createIds(`${seed}/${name}`),
  };
}

/** The same GUID for the same name, in every run. */
export function guidOf(name: string): string {
  return asGuid(createHash('sha256').update(name).digest('hex'));
}

/** 32 hex digits in the shape of a random (version 4) GUID. */
function asGuid(hex: string): string {
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** sfc32: four words of state, passes the usual batteries, and is a few lines long. Yields 32-bit unsigned numbers. */
function generator(seed: string): () => number {
  const digest = createHash('sha256').update(seed).digest();
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let counter = 1;
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
}
