import { badParameters } from './answer';
import type { Answer } from './answer';
import { readNumber } from './parameters';
import type { Parameters } from './parameters';
import { element } from './xml';

/** The bridge's own page caps; `limit` is an upper bound only. Source: `docs/cms-wire.md`, sections 1.2 and 11.1. */
export const smallPage = 10;
export const largePage = 20;

/**
 * One page of a collection as XML: `total` counts all that match, an offset past the end gives an empty page.
 * @param write writes one entry; it is called for those on the page only.
 * @param attributes what the collection says besides `total`
 */
export function page<T>(
  query: Parameters,
  collection: string,
  cap: number,
  items: readonly T[],
  write: (item: T) => string,
  attributes: Record<string, number> = {},
): { ok: true; xml: string } | { ok: false; answer: Answer } {
  const offset = readNumber(query.get('offset'), 0, 4_294_967_295);
  const limit = readNumber(query.get('limit'), 0, 4_294_967_295);
  if (offset.state === 'invalid') return { ok: false, answer: badParameters('offset') };
  if (limit.state === 'invalid') return { ok: false, answer: badParameters('limit') };
  const from = offset.state === 'value' ? offset.value : 0;
  const size = limit.state === 'value' ? Math.min(limit.value, cap) : cap;
  return { ok: true, xml: element(collection, { total: items.length, ...attributes }, ...items.slice(from, from + size).map(write)) };
}

/** The id that a filter in the query names, in lower case; null for none. A filter that is sent empty filters nothing. */
export function idInFilter(query: Parameters, name: string): string | null {
  return query.get(name)?.toLowerCase() || null;
}

/** Whether one of `values` contains what `filter` in the query asks for. */
export function matchesFilter(query: Parameters, ...values: (string | null)[]): boolean {
  const filter = query.get('filter')?.toLowerCase() ?? '';
  return filter === '' || values.some((value) => value?.toLowerCase().includes(filter));
}
