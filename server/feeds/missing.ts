/** What a list no longer has: to be asked for one by one, since a page may have shifted while it was read. */
export interface Missing {
  readonly calls: readonly string[];
  readonly participants: readonly string[];
}

/** Of a book, what was last spoken of by then and is not in a list. */
export function missingFrom(book: ReadonlyMap<string, { tick: number }>, list: readonly { id: string }[], since: number): string[] {
  const listed = new Set(list.map(({ id }) => id));
  return [...book].flatMap(([id, { tick }]) => (tick <= since && !listed.has(id) ? id : []));
}
