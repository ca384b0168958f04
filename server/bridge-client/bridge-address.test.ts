import { describe, expect, test } from 'vitest';
import { readBridgeAddress, sameEndpoint } from './bridge-address';

describe('the address of a bridge', () => {
  test.each([
    ['https://cms.example.org:445', 'https://cms.example.org:445', 445],
    [' cms.example.org:8443 ', 'https://cms.example.org:8443', 8443],
    ['https://cms.example.org/', 'https://cms.example.org', 443],
    ['http://127.0.0.1:4451', 'http://127.0.0.1:4451', 4451],
    ['http://localhost:4451', 'http://localhost:4451', 4451],
    ['https://[2001:db8::1]:445', 'https://[2001:db8::1]:445', 445],
    ['HTTPS://CMS.Example.org', 'https://cms.example.org', 443],
  ])('%s is taken', (typed, origin, port) => {
    const read = readBridgeAddress(typed);
    expect(read.ok && [read.address.origin, read.address.port]).toEqual([origin, port]);
  });

  test.each([
    ['http://cms.example.org'],
    ['ftp://cms.example.org'],
    ['file:///etc/passwd'],
    ['https://user:password@cms.example.org'],
    ['https://cms.example.org/api/v1/calls'],
    ['https://cms.example.org?x=1'],
    ['https://'],
    [''],
    ['javascript:alert(1)'],
    ['https://cms.example.org:99999'],
    ['http://127.0.0.1.example.org'],
  ])('%s is refused with a reason', (typed) => {
    const read = readBridgeAddress(typed);
    expect(read.ok ? read.address : read.reason.length > 10).toBe(true);
  });

  test('is the same where host and port are, whatever the spelling', () => {
    expect(sameEndpoint('https://cms.example.org', 'https://CMS.example.org:443/')).toBe(true);
    expect(sameEndpoint('https://cms.example.org:445', 'https://cms.example.org')).toBe(false);
    expect(sameEndpoint('nonsense://', 'nonsense://')).toBe(false);
  });
});
