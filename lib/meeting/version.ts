/**
 * A Call Bridge's software version, as `/system/status` gives it ("3.9", "3.2.1", sometimes with a build
 * suffix). Only the leading numbers count.
 */
export function parseVersion(text: string): number[] | null {
  const match = /^\d+(\.\d+)*/.exec(text.trim());
  return match ? match[0].split('.').map(Number) : null;
}

/** Whether `version` is `floor` or newer; `null` where the version is not known or cannot be read. */
export function isAtLeast(version: string | null, floor: string): boolean | null {
  const have = version === null ? null : parseVersion(version);
  const want = parseVersion(floor);
  if (!have || !want) return null;
  for (let i = 0; i < Math.max(have.length, want.length); i += 1) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
