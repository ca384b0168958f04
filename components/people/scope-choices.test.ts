import { expect, test } from 'vitest';
import { aCallBridge, aMeeting } from '@/components/live/fixture';
import { scopeChoices, scopeWords, withCluster, withSpace } from '@/components/people/scope-choices';

const nothing = { clusters: [], spaces: [] };
const space = { cluster: 'cluster', id: 's1' };

test('there are the clusters by name, and in each the spaces that are in use', () => {
  const other = aCallBridge('b2', { cluster: { id: 'other', name: 'another.example', mode: 'operate' } });
  const meetings = [aMeeting('10', { space: 's10' }), aMeeting('9', { space: 's9' }), aMeeting('ad hoc')];
  expect(scopeChoices([aCallBridge('b1'), other], meetings, null)).toEqual([
    { id: 'other', name: 'another.example', spaces: [] },
    { id: 'cluster', name: 'webapp.com', spaces: [{ id: 's9', name: 'Space 9' }, { id: 's10', name: 'Space 10' }] },
  ]);
});

test('what was chosen stays to choose from, also where nothing is known of it now', () => {
  const choices = scopeChoices([], [], { clusters: ['gone'], spaces: [space] });
  expect(choices.map(({ id, spaces }) => [id, spaces.length])).toEqual([['cluster', 1], ['gone', 0]]);
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
