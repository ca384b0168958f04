import { expect, test } from 'vitest';
import { clientAddress } from './client-address';

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['198.51.100.1, 203.0.113.9', '203.0.113.9'],
  [['198.51.100.1', '203.0.113.9'], '203.0.113.9'],
  ['', null],
  [undefined, null],
  [7, null],
])('of %j the entry of the nearest proxy counts: %s', (header, address) => {
  expect(clientAddress(header)).toBe(address);
});
