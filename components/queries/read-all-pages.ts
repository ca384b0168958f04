interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}

/** Reads page after page. The last page's other fields are dropped: the first is the one that the stream continues. */
export async function readAllPages<T, P extends Page<T>>(read: (cursor: string | null) => Promise<P>): Promise<P> {
  const first = await read(null);
  const items = [...first.items];
  let cursor = first.nextCursor ?? null;
  while (cursor !== null) {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor ?? null;
  }
  return { ...first, items };
}
