import { notABridge } from '@/server/bridge-client/answer-reading';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type { BridgeAddress } from '@/server/bridge-client/bridge-address';
import { idOf } from '@/server/bridge-client/rest-documents';
import type { XmlElement } from '@/server/bridge-client/xml';

/** More objects than any bridge has at once: a collection that goes on beyond is not one. */
const mostObjects = 50_000;
const pageSize = 100;

export interface Collection {
  /** Path with its filters, without paging. */
  readonly path: string;
  readonly name: string;
  readonly entry: string;
}

/** Where pages come from. */
export interface Pages {
  readonly address: BridgeAddress;
  get(path: string, name: string): Promise<Answer<XmlElement>>;
  /** Told of pages that make no sense together, in words. */
  onMalformed(detail: string): void;
}

/**
 * All objects of a collection. `limit` is only a wish: the bridge may give fewer a page, so pages are asked for until
 * `total` is reached or one is empty. Objects that come and go meanwhile can shift a page: one that was there all the
 * time may be missing, or come twice (it is given back once). A `total` below what is on the page itself counts for nothing, and pages
 * that go on without anything new are no collection. Source: docs/cms-wire.md, section 1.2.
 */
export async function readCollection<T>(pages: Pages, collection: Collection, read: (element: XmlElement) => T): Promise<Answer<T[]>> {
  const found = await readFirst(pages, collection, { most: mostObjects, pages: mostObjects }, read);
  if (!found.ok) return found;
  if (found.value.isCut) return malformed(pages, `it lists more than ${mostObjects} ${collection.name}`);
  return { ok: true, value: found.value.items };
}

/** The beginning of a collection. */
export interface Part<T> {
  readonly items: readonly T[];
  /** How many there are, as the bridge counts. */
  readonly total: number;
}

/** As {@link readCollection}, but no more than so many objects, from no more than so many pages; `isCut` where it goes on. */
export async function readFirst<T>(
  pages: Pages,
  { path, name, entry }: Collection,
  limits: { readonly most: number; readonly pages: number },
  read: (element: XmlElement) => T,
): Promise<Answer<{ items: T[]; total: number; isCut: boolean }>> {
  const found = new Map<string, T>();
  let total = 0;
  for (let offset = 0, pageCount = 0; offset < limits.most && pageCount < limits.pages; pageCount += 1) {
    const known = found.size;
    const limit = Math.min(pageSize, limits.most - offset);
    const page = await pages.get(`${path}${path.includes('?') ? '&' : '?'}offset=${offset}&limit=${limit}`, name);
    if (!page.ok) return page;
    const entries = page.value.children.filter((element) => element.name === entry);
    for (const element of entries.slice(0, limits.most - offset)) {
      const id = idOf(element);
      if (id === '') return malformed(pages, `one of its ${name} has no id, or none that can be one`);
      found.set(id, read(element));
    }
    offset += entries.length;
    const said = Number(page.value.attributes['total'] ?? offset);
    total = Number.isFinite(said) ? Math.max(said, found.size) : found.size;
    const isOver = entries.length === 0 || !(offset < said || entries.length > said);
    if (!isOver && found.size === known) return malformed(pages, `its pages of ${name} repeat themselves`);
    if (isOver) return { ok: true, value: { items: [...found.values()], total, isCut: false } };
  }
  return { ok: true, value: { items: [...found.values()], total, isCut: true } };
}

function malformed({ address, onMalformed }: Pages, why: string): Answer<never> {
  const detail = `The answer of ${address.origin} makes no sense: ${why}.`;
  onMalformed(detail);
  return notABridge(detail, 200, false);
}
