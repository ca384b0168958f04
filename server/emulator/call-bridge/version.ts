/** Whether software version `version` ("3.9", "3.2.1") is `floor` or newer. Only leading numbers count. */
export function isAtLeast(version: string, floor: string): boolean {
  const have = numbersOf(version);
  const want = numbersOf(floor);
  for (let i = 0; i < Math.max(have.length, want.length); i += 1) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** The few versions that there are, read once: nearly every field of an answer asks. */
const read = new Map<string, readonly number[]>();

function numbersOf(version: string): readonly number[] {
  const known = read.get(version);
  if (known) return known;
  const numbers = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  read.set(version, numbers);
  return numbers;
}

/** Whether something that came with one version, or went with one, is there in `version`. */
export function existsIn(version: string, { since, goneIn }: { since?: string; goneIn?: string }): boolean {
  return (since === undefined || isAtLeast(version, since)) && (goneIn === undefined || !isAtLeast(version, goneIn));
}
