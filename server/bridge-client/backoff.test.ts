import { describe, expect, test } from 'vitest';
import { fullJitterMs } from './backoff';
import type { Exchanged } from './http-exchange';
import { retryDelayMs } from './retry';

const limits = { firstMs: 100, mostMs: 1000 };
const busy: Exchanged = { ok: true, reply: { status: 503, headers: {}, body: '' } };
const fine: Exchanged = { ok: true, reply: { status: 200, headers: {}, body: '' } };
const reset: Exchanged = { ok: false, failure: { stage: 'sent', cause: 'broken-off', about: null } };
const late: Exchanged = { ok: false, failure: { stage: 'sent', cause: 'time-out', about: null } };
const forged: Exchanged = { ok: false, failure: { stage: 'not-sent', cause: 'certificate-mismatch', about: null } };

describe('waiting before another try', () => {
  test('grows with each failure up to the limit, and never goes beyond', () => {
    const ceilings = [1, 2, 3, 4, 5, 50, 5000].map((failures) => fullJitterMs(failures, limits, 0.999999));
    expect(ceilings).toEqual([99, 199, 399, 799, 999, 999, 999]);
  });

  test('may be nothing at all, so that many feeds spread out', () => {
    expect(fullJitterMs(9, limits, 0)).toBe(0);
  });
});

describe('a request that failed', () => {
  test('is sent again only if it is a read and the failure may pass', () => {
    expect(retryDelayMs('GET', busy, 1, 0.5)).toBe(200);
    expect(retryDelayMs('GET', reset, 1, 0.5)).toBe(50);
    for (const exchanged of [fine, late, forged]) expect(retryDelayMs('GET', exchanged, 1, 0.5)).toBeNull();
  });

  test('is never sent again if it may have changed something', () => {
    for (const exchanged of [busy, reset, late, forged]) expect(retryDelayMs('POST', exchanged, 1, 0.5)).toBeNull();
  });

  test('is given up after three attempts', () => {
    expect(retryDelayMs('GET', busy, 2, 0)).toBe(0);
    expect(retryDelayMs('GET', busy, 3, 0)).toBeNull();
  });
});
