import { expect, test } from 'vitest';
import { readBridgeAddress } from '@/server/bridge-client/bridge-address';
import { readCollection, readFirst, type Pages } from '@/server/bridge-client/collection';
import { idOf } from '@/server/bridge-client/rest-documents';
import type { XmlElement } from '@/server/bridge-client/xml';

const spaces = { path: 'coSpaces?filter=a', name: 'coSpaces', entry: 'coSpace' };

/** A bridge with so many spaces, that gives so many a page, whatever is asked for. @param claims what it says of how many there are */
function bridgeWith(total: number, cap: number, claims = total): { pages: Pages; asked: string[]; malformed: string[] } {
  const read = readBridgeAddress('http://127.0.0.1:4451');
  if (!read.ok) throw new Error(read.reason);
  const asked: string[] = [];
  const malformed: string[] = [];
  const get = (path: string) => {
    asked.push(path);
    const query = new URL(path, 'http://bridge').searchParams;
    const offset = Number(query.get('offset'));
    const size = Math.max(0, Math.min(cap, Number(query.get('limit')), total - offset));
    const children = Array.from({ length: size }, (_, index): XmlElement => ({ name: 'coSpace', attributes: { id: `${offset + index}` }, children: [], text: '' }));
    return Promise.resolve({ ok: true as const, value: { name: 'coSpaces', attributes: { total: String(claims) }, children, text: '' } });
  };
  return { pages: { address: read.address, get, onMalformed: (detail) => malformed.push(detail) }, asked, malformed };
}

test('all of a collection is read page after page, however few are on one', async () => {
  const { pages, asked } = bridgeWith(25, 10);
  expect(await readCollection(pages, spaces, idOf)).toMatchObject({ ok: true, value: { length: 25 } });
  expect(asked).toEqual([0, 10, 20].map((offset) => `coSpaces?filter=a&offset=${offset}&limit=100`));
});

test('of the beginning of a collection no more is read than is wanted, and it is said how many there are', async () => {
  const { pages, asked } = bridgeWith(1_000, 20);
  const first = await readFirst(pages, spaces, { most: 50, pages: 20 }, idOf);
  expect(first).toMatchObject({ ok: true, value: { items: { length: 50 }, total: 1_000, isCut: true } });
  expect(asked.at(-1)).toBe('coSpaces?filter=a&offset=40&limit=10');
});

test('a bridge that gives one a page is not asked for ever', async () => {
  const { pages, asked } = bridgeWith(1_000, 1);
  expect(await readFirst(pages, spaces, { most: 50, pages: 20 }, idOf)).toMatchObject({ ok: true, value: { items: { length: 20 }, isCut: true } });
  expect(asked).toHaveLength(20);
});

test('an empty page ends a collection, whatever it says of its total', async () => {
  const { pages, asked } = bridgeWith(0, 10);
  expect(await readFirst(pages, spaces, { most: 50, pages: 20 }, idOf)).toEqual({ ok: true, value: { items: [], total: 0, isCut: false } });
  expect(asked).toHaveLength(1);
});

test('a total below what is on the page itself counts for nothing', async () => {
  const { pages } = bridgeWith(25, 10, 3);
  expect(await readCollection(pages, spaces, idOf)).toMatchObject({ ok: true, value: { length: 25 } });
});

test('pages that repeat themselves for ever are given up at the first that has nothing new', async () => {
  const { pages, malformed } = bridgeWith(10, 10, 1_000_000);
  let asked = 0;
  const again = { ...pages, get: (_: string, name: string) => ((asked += 1), pages.get('coSpaces?offset=0&limit=100', name)) };
  expect(await readCollection(again, spaces, idOf)).toMatchObject({ ok: false, error: { detail: expect.stringMatching(/repeat/) } });
  expect(asked).toBe(2);
  expect(malformed).toEqual([expect.stringMatching(/repeat/)]);
});
