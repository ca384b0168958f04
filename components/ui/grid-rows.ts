/** The row that a key leads to from row `index` of `count`; null for a key that does not walk. */
export function walkTarget(key: string, index: number, count: number): number | null {
  const targets: Record<string, number> = {
    ArrowUp: index - 1,
    ArrowDown: index + 1,
    PageUp: index - 10,
    PageDown: index + 10,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined ? null : Math.max(0, Math.min(count - 1, target));
}

/** Where the keyboard stands: on a thing, and at the place where that was last seen. */
export interface GridCursor {
  readonly key: string | null;
  readonly index: number;
}

/** The place of the cursor's thing now; where it has gone, whatever has come into its place. -1 if there is nothing. */
export function cursorIndex(keys: readonly string[], { key, index }: GridCursor): number {
  if (key === null || keys[index] === key) return Math.min(index, keys.length - 1);
  const now = keys.indexOf(key);
  return now >= 0 ? now : Math.min(index, keys.length - 1);
}

/** What to draw: what is in view and, wherever it is, what has to stay, such as the row with the focus. -1 is nowhere. */
export function rowsToDraw(inView: readonly number[], ...staying: readonly number[]): number[] {
  const elsewhere = staying.filter((index) => index >= 0 && !inView.includes(index));
  if (inView.length === 0 || elsewhere.length === 0) return [...inView];
  return [...new Set([...inView, ...elsewhere])].sort((a, b) => a - b);
}

/** Sorted by `compare`, the other way round if `descending`; what is equal stays in the order given. */
export function sortedBy<T>(items: readonly T[], compare: ((a: T, b: T) => number) | undefined, descending: boolean): readonly T[] {
  if (!compare) return items;
  return [...items].sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
}
