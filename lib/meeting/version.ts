/** What was read before: every verdict asks for the same few. Bridges make the texts up, so that it is not kept without bound. */
const known = new Map<string, readonly number[] | null>();
const mostKnown = 200;

/**
 * A Call Bridge's software version, as `/system/status` gives it ("3.9", "3.2.1", sometimes with a build
 * suffix). Only the leading numbers count.
 */
export function parseVersion(text: string): readonly number[] | null {
  const before = known.get(text);
  if (before !== undefined) return before;
  const match = /^\d+(\.\d+)*/.exec(text.trim());
  const version = match ? match[0].split('.').map(Number) : null;
  if (known.size >= mostKnown) known.clear();
  known.set(text, version);
  return version;
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
