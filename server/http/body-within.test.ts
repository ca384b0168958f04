import { PassThrough } from 'node:stream';
import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { bodyWithin } from './body-within';

let clock: ManualClock;
let stream: PassThrough;
beforeEach(() => {
  clock = new ManualClock();
  stream = new PassThrough();
});

const read = (headers: Record<string, string> = {}) => bodyWithin(Object.assign(stream, { headers }), { bytes: 10, withinMs: 1_000 }, clock);

test('a body is given whole, also where a letter was cut in two', async () => {
  const body = read();
  const bytes = Buffer.from('a\u00e4\u20ac');
  stream.write(bytes.subarray(0, 2));
  stream.end(bytes.subarray(2));
  expect(await body).toEqual({ ok: true, text: 'a\u00e4\u20ac' });
});

test('one that says that it is too large is not read', async () => {
  expect(await read({ 'content-length': '11' })).toEqual({ ok: false, why: 'too-large' });
  expect(stream.listenerCount('data')).toBe(0);
});

test('one that becomes too large is kept no further', async () => {
  const body = read();
  stream.write('12345');
  stream.write('678901');
  expect(await body).toEqual({ ok: false, why: 'too-large' });
  expect(stream.listenerCount('data')).toBe(0);
});

test('one that does not come in time is not waited for', async () => {
  const body = read();
  stream.write('12345');
  clock.advance(1_000);
  expect(await body).toEqual({ ok: false, why: 'too-slow' });
});

test('one that breaks off is nothing', async () => {
  const body = read();
  stream.write('12345');
  stream.destroy();
  expect(await body).toEqual({ ok: false, why: 'cut-short' });
});
