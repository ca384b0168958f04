import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cdrAddress, slotDeeds, type OwnAddress } from './slot-deeds';

const own: OwnAddress = { base: 'https://usher.example.net', callBridge: 'b1', secret: 'a1b2' };
const current = cdrAddress(own);
const former = cdrAddress({ ...own, base: 'http://192.0.2.7:3000' });
const others = ['', 'https://cmm.example.net/meetings/cdr/1/?token=0a', 'https://usher.example.net/cdr/b1/', 'https://usher.example.net/cdr/b2/a1b2', 'https://usher.example.net/cdr/b1/c3d4', `${current}/more`];

const listOf = (...uris: string[]) => ({ receivers: uris.map((uri, n) => ({ id: `slot ${n}`, uri })), maximum: 4 });

test('a slot is taken where one is free, and kept where it is there', () => {
  expect(slotDeeds(listOf(), own, true)).toEqual({ release: [], take: true, full: false });
  expect(slotDeeds(listOf('', current), own, true)).toEqual({ release: [], take: false, full: false });
});

test('one under a former address is replaced, and one too many is given up', () => {
  expect(slotDeeds(listOf(former), own, true)).toEqual({ release: ['slot 0'], take: true, full: false });
  expect(slotDeeds(listOf(current, 'x', current), own, true)).toEqual({ release: ['slot 2'], take: false, full: false });
  expect(slotDeeds(listOf('w', 'x', 'y', former), own, true)).toEqual({ release: ['slot 3'], take: true, full: false });
});

test('all of them are given up where none is wanted', () => {
  expect(slotDeeds(listOf(current, 'x', former), own, false)).toEqual({ release: ['slot 0', 'slot 2'], take: false, full: false });
});

test('whatever stands in the list, only what has the bridge’s secret is given up, and never a fifth is taken', () => {
  const uris = fc.array(fc.constantFrom(...others, current, former), { maxLength: 4 });
  fc.assert(
    fc.property(uris, fc.boolean(), (listed, wanted) => {
      const list = listOf(...listed);
      const { release, take, full } = slotDeeds(list, own, wanted);
      const theirs = list.receivers.filter(({ uri }) => others.includes(uri));
      expect(theirs.filter(({ id }) => release.includes(id))).toEqual([]);
      expect(listed.length - release.length + Number(take)).toBeLessThanOrEqual(4);
      expect(full).toBe(wanted && theirs.length === 4);
      expect(take).toBe(wanted && !full && !listed.includes(current));
    }),
  );
});
