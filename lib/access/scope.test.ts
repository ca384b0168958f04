import { expect, test } from 'vitest';
import { holdsCluster, isInScope, scopeInput, seesCluster, type Scope } from '@/lib/access/scope';

const scope: Scope = { clusters: ['c1'], spaces: [{ cluster: 'c2', id: 's1' }] };

test('whoever has no scope sees everything', () => {
  expect(isInScope(null, null)).toBe(true);
  expect(seesCluster(null, 'c1') && holdsCluster(null, 'c1')).toBe(true);
});

test('a meeting belongs by its cluster, or by its space on that cluster', () => {
  expect(isInScope(scope, { cluster: 'c1', space: null })).toBe(true);
  expect(isInScope(scope, { cluster: 'c2', space: 's1' })).toBe(true);
  expect(isInScope(scope, { cluster: 'c2', space: 's2' })).toBe(false);
  expect(isInScope(scope, { cluster: 'c3', space: 's1' })).toBe(false);
});

test('a meeting of which nothing is known belongs to no scope', () => {
  expect(isInScope(scope, null)).toBe(false);
  expect(isInScope(scope, { cluster: 'c2', space: null })).toBe(false);
});

test('the cluster of a space is seen, and not held', () => {
  expect([seesCluster(scope, 'c2'), holdsCluster(scope, 'c2')]).toEqual([true, false]);
  expect([seesCluster(scope, 'c1'), holdsCluster(scope, 'c1')]).toEqual([true, true]);
  expect(seesCluster(scope, 'c3')).toBe(false);
});

test('a scope names something, and not without end', () => {
  expect(scopeInput.parse({ clusters: ['c1'] })).toEqual({ clusters: ['c1'], spaces: [] });
  expect(scopeInput.parse(null)).toBeNull();
  for (const wrong of [{}, { clusters: [], spaces: [] }, { clusters: Array<string>(101).fill('c') }, { clusters: ['c'], tags: ['t'] }]) {
    expect(scopeInput.safeParse(wrong).success, JSON.stringify(wrong).slice(0, 60)).toBe(false);
  }
});
