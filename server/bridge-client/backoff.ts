export interface BackoffLimits {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * How long to wait before trying again: anything from 0 to a ceiling that doubles with every failure ("full jitter"), so
 * that many feeds whose bridge came back do not all knock at once.
 * @param failures how many attempts in a row have failed, from 1
 * @param random from 0 (included) to 1 (excluded)
 * @returns milliseconds
 */
export function fullJitterMs(failures: number, limits: BackoffLimits, random: number): number {
  const ceiling = Math.min(limits.mostMs, limits.firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.floor(random * ceiling);
}
