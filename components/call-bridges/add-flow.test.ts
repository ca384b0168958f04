import { expect, test } from 'vitest';
import { added, back, beginAdd, inspected, noTrust, tested } from '@/components/call-bridges/add-flow';
import type { TestResult } from '@/components/call-bridges/results';
import { aCallBridge } from '@/components/live/fixture';

const certificate = { subject: 's', issuer: 'i', fingerprint: 'AB:CD', notBefore: '2026-01-01', notAfter: '2027-01-01' };
const draft = { address: 'cms1', account: { username: 'api', password: 'x' }, name: '' };
const result: TestResult = { ok: true, steps: [], certificate, version: '3.9', cluster: null, callBridges: [] };

test('the fingerprint that was shown is what is trusted at first, at the address that will be stored', () => {
  expect(inspected(draft, { address: 'https://cms1:445', certificate })).toMatchObject({
    stage: 'trust',
    draft: { address: 'https://cms1:445' },
    trust: { kind: 'fingerprint', value: 'AB:CD' },
  });
});

test('where there is no certificate there is nothing to confirm', () => {
  expect(inspected(draft, { address: 'http://127.0.0.1:4451', certificate: null })).toBeNull();
});

test('going back keeps what was given', () => {
  const trust = { kind: 'authority', value: 'PEM' } as const;
  const flow = tested({ draft, certificate, trust }, result);
  expect(back(flow)).toEqual({ stage: 'trust', draft, certificate, trust });
  expect(back(back(flow))).toEqual({ stage: 'account', draft });
  expect(back(tested({ draft, certificate: null, trust: noTrust }, result))).toEqual({ stage: 'account', draft });
});

test('one that was named by another begins with its address and that one’s account', () => {
  expect(beginAdd({ address: 'https://cms2', sameAccountAs: 'id1' })).toMatchObject({
    draft: { address: 'https://cms2', account: { sameAccountAs: 'id1' } },
  });
});

test('of a cluster only those are offered that are not connected yet', () => {
  const listed = [
    { name: 'cms1', address: null, callBridge: null },
    { name: 'cms2', address: 'https://cms2', callBridge: null },
    { name: 'cms3', address: 'https://cms3', callBridge: 'id3' },
  ];
  const flow = added(aCallBridge('cms1'), { ...result, callBridges: listed });
  expect(flow.stage === 'added' && flow.others.map(({ name }) => name)).toEqual(['cms2']);
});
