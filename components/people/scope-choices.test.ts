import { expect, test } from 'vitest';
import { aCallBridge, aMeeting } from '@/components/live/fixture';
import { clusterChoices, scopeWords, spaceChoices, spaceNote, withCluster, withSpace } from '@/components/people/scope-choices';

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
  const choices = spaceChoices(chosen, { clusters, meetings: [aMeeting('9', { space: 's9' }), aMeeting('ad hoc')], found: [found('s1'), found('s10')], lookedUp: null });
  expect(choices.map(({ name }) => name)).toEqual(['s8', 'Space 9', 'Space 10', 'Space 1']);
  expect(choices[1]).toEqual({ id: 's9', cluster: 'cluster', name: 'Space 9', clusterName: 'webapp.com', nameless: null });
});

test('a chosen space has the name that its bridges say; one without stands last, by its id, with why', () => {
  const chosen = { clusters: [], spaces: ['s3', 's1', 's2'].map((id) => ({ cluster: 'cluster', id })) };
  const lookedUp = { items: [found('s2')], unanswered: [{ cluster: 'cluster', id: 's3' }] };
  const choices = spaceChoices(chosen, { clusters, meetings: [], found: [], lookedUp });
  expect(choices.map((choice) => [choice.name, spaceNote(choice, false)])).toEqual([
    ['Space 2', undefined],
    ['s1', 'Not in webapp.com'],
    ['s3', 'No answer from webapp.com'],
  ]);
  expect(choices.map((choice) => spaceNote(choice, true))[0]).toBe('webapp.com');
});

test('spaces of a cluster that is chosen as a whole need not be chosen', () => {
  expect(spaceChoices({ clusters: ['cluster'], spaces: [] }, { clusters, meetings: [], found: [found('s1'), found('s1', 'other')], lookedUp: null })).toEqual([
    { id: 's1', cluster: 'other', name: 'Space 1', clusterName: 'other', nameless: null },
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
