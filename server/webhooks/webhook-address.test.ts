import { expect, test } from 'vitest';
import { guardedLookup, readWebhookAddress } from '@/server/webhooks/webhook-address';

test.each(['https://hooks.example.net/usher?x=1', 'https://10.1.2.3:8443/', 'http://127.0.0.1:9000/', 'http://localhost/', 'http://[::1]:80/'])('%s can be told', (text) => {
  expect(readWebhookAddress(text)).toMatchObject({ ok: true });
});

test.each([
  'nonsense',
  'ftp://example.net/',
  'http://example.net/',
  'http://10.1.2.3/',
  'https://user:pass@example.net/',
  'https://169.254.169.254/latest/meta-data',
  'https://2852039166/',
  'https://0xa9.0xfe.0xa9.0xfe/',
  'https://[::ffff:169.254.169.254]/',
  'https://[fe80::1]/',
  'https://[fd00:ec2::254]/',
  'https://0.0.0.0/',
  'https://[::]/',
  'https://224.0.0.1/',
  'http://localhost.example.net/',
])('%s cannot', (text) => {
  expect(readWebhookAddress(text)).toMatchObject({ ok: false });
});

test('a name that leads to a forbidden address is not connected to, whatever it led to before', async () => {
  const answers = (addresses: string[]) =>
    ((_: string, __: object, done: (error: null, found: object[]) => void) => done(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))) as never;
  const asked = (addresses: string[], inTheClear = false) =>
    new Promise((resolve) => guardedLookup(inTheClear, answers(addresses))('hooks.example.net', { all: true }, (error, found) => resolve(error ? error.message : found)));
  expect(await asked(['169.254.169.254'])).toContain('may not be sent to');
  expect(await asked(['169.254.169.254', '192.0.2.1'])).toEqual([{ address: '192.0.2.1', family: 4 }]);
  expect(await asked(['192.0.2.1'], true)).toContain('may not be sent to');
  expect(await asked(['127.0.0.1'], true)).toEqual([{ address: '127.0.0.1', family: 4 }]);
});
