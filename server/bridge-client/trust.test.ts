import { describe, expect, test } from 'vitest';
import { trustSchema } from './trust';

const hex = 'ab'.repeat(32);
const stored = Array.from({ length: 32 }, () => 'AB').join(':');

describe('trust in a certificate', () => {
  test.each([[hex], [hex.toUpperCase()], [stored], [stored.toLowerCase()], [` ${stored.replaceAll(':', ' ')} `]])(
    'takes a fingerprint in any usual spelling: %s',
    (value) => {
      expect(trustSchema.parse({ kind: 'fingerprint', value })).toEqual({ kind: 'fingerprint', value: stored });
    },
  );

  test.each([
    ['a SHA-1 fingerprint', { kind: 'fingerprint', value: 'ab'.repeat(20) }],
    ['no fingerprint', { kind: 'fingerprint', value: '' }],
    ['an authority that is no certificate', { kind: 'authority', value: 'trust me' }],
    ['a broken certificate', { kind: 'authority', value: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }],
    ['a kind that does not exist', { kind: 'none', value: '' }],
    ['a field that does not exist', { kind: 'system', value: '', insecure: true }],
  ])('refuses %s', (_, input) => {
    expect(trustSchema.safeParse(input).success).toBe(false);
  });

  test('needs nothing but its kind for what the system trusts', () => {
    expect(trustSchema.parse({ kind: 'system' })).toEqual({ kind: 'system', value: '' });
  });
});
