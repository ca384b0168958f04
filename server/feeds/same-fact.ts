import { isDeepStrictEqual } from 'node:util';

/** Whether two facts of one kind say the same. Nearly all of their fields are plain values, for which nothing deep is needed. */
export function sameFact<F extends object>(one: F, other: F): boolean {
  for (const key in one) {
    const [a, b]: [unknown, unknown] = [one[key], other[key]];
    if (a === b) continue;
    if (typeof a !== 'object' || a === null || !isDeepStrictEqual(a, b)) return false;
  }
  return true;
}
