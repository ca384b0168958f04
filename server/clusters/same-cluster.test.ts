import { describe, expect, test } from 'vitest';
import { clusterName, isSameCluster, type ClusterEvidence } from './same-cluster';

const peer = (id: string, address: string | null = null, sipDomain: string | null = null) => ({ id, name: id, address, sipDomain });
const bridge = (address: string, more: Partial<ClusterEvidence> = {}): ClusterEvidence => ({
  address,
  clusterId: null,
  peers: null,
  ...more,
});

describe('two bridges', () => {
  test('are of one cluster if they name the same', () => {
    expect(isSameCluster(bridge('https://a', { clusterId: 'x' }), bridge('https://b', { clusterId: 'x' }))).toBe(true);
    expect(isSameCluster(bridge('https://a', { clusterId: 'x' }), bridge('https://b', { clusterId: 'y' }))).toBe(false);
  });

  test('are of one cluster if they share its list', () => {
    const one = bridge('https://a', { peers: [peer('1'), peer('2')] });
    expect(isSameCluster(one, bridge('https://b', { peers: [peer('2'), peer('1')] }))).toBe(true);
    expect(isSameCluster(one, bridge('https://b', { peers: [peer('3')] }))).toBe(false);
  });

  test('are of one cluster if one lists the address of the other, which may be away', () => {
    const one = bridge('https://a:445', { peers: [peer('1', 'https://a:445'), peer('2', 'https://B:445/')] });
    expect(isSameCluster(one, bridge('https://b:445'))).toBe(true);
    expect(isSameCluster(bridge('https://b:445'), one)).toBe(true);
    expect(isSameCluster(one, bridge('https://b:446'))).toBe(false);
  });

  test('that are single units are not one, although neither lists anybody', () => {
    const single = { peers: [] };
    expect(isSameCluster(bridge('https://a', single), bridge('https://b', single))).toBe(false);
  });
});

test('a cluster is called after its SIP domain where all bridges share it, else after the bridge at hand', () => {
  expect(clusterName([peer('1', null, 'example.org'), peer('2', null, 'example.org')], 'cms1')).toBe('example.org');
  expect(clusterName([peer('1', null, 'example.org'), peer('2', null, 'example.net')], 'cms1')).toBe('cms1');
  expect(clusterName([peer('1'), peer('2')], 'cms1')).toBe('cms1');
  expect(clusterName([], 'cms1')).toBe('cms1');
});
