import { expect, test } from 'vitest';
import { aCallBridge, aMeeting } from '@/components/live/fixture';
import { clusterChoices, scopeWords, spaceChoices, withCluster, withSpace } from '@/components/people/scope-choices';

const nothing = { clusters: [], spaces: [] };
const space = { cluster: 'cluster', id: 's1' };

const found = (id: string, cluster = 'cluster') => ({ id, name: `Space ${id.slice(1)}`, uri: null, callId: null, cluster: { id: cluster, name: cluster } });
const clusters = [{ id: 'cluster', name: 'webapp.com' }];

test('there are the clusters by name, with one that was chosen and is not known any more', () => {
  const other = aCallBridge('b2', { cluster: { id: 'other', name: 'another.example', mode: 'operate' } });
  expect(clusterChoices([aCallBridge('b1'), other], { clusters: ['gone', 'cluster'], spaces: [] })).toEqual([
    { id: 'other', name: 'another.example' },
    { id: 'gone', name: 'gone' },
    { id: 'cluster', name: 'webapp.com' },
  ]);
});

test('chosen spaces come first, by the name that a meeting or a search gives them, then what was found', () => {
  const chosen = { clusters: [], spaces: ['s10', 's9', 's8'].map((id) => ({ cluster: 'cluster', id })) };
  const choices = spaceChoices(chosen, { clusters, meetings: [aMeeting('9', { space: 's9' }), aMeeting('ad hoc')], found: [found('s1'), found('s10')] });
  expect(choices.map(({ name }) => name)).toEqual(['Space 9', 'Space 10', 'Space s8', 'Space 1']);
  expect(choices[0]).toEqual({ id: 's9', cluster: 'cluster', name: 'Space 9', clusterName: 'webapp.com' });
});

test('spaces of a cluster that is chosen as a whole need not be chosen', () => {
  expect(spaceChoices({ clusters: ['cluster'], spaces: [] }, { clusters, meetings: [], found: [found('s1'), found('s1', 'other')] })).toEqual([
    { id: 's1', cluster: 'other', name: 'Space 1', clusterName: 'other' },
  ]);
});

test('whole clusters and single spaces come and go', () => {
  const chosen = withSpace(nothing, space, true);
  expect(chosen).toEqual({ clusters: [], spaces: [space] });
  expect(withSpace(chosen, space, false)).toEqual(nothing);
  expect(withCluster(chosen, 'cluster', true)).toEqual({ clusters: ['cluster'], spaces: [] });
  expect(withCluster({ clusters: ['cluster'], spaces: [] }, 'cluster', false)).toEqual(nothing);
});

test('a scope is said in a few words', () => {
  const name = (id: string) => `the ${id}`;
  expect(scopeWords(null, name)).toBe('Everything');
  expect(scopeWords({ clusters: ['a'], spaces: [space] }, name)).toBe('the a, 1 space');
});
