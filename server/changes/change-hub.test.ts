import { expect, test } from 'vitest';
import type { SequencedChange } from '@/lib/meeting/change';
import { ChangeHub } from '@/server/changes/change-hub';

const ended = (id: string) => ({ event: 'meeting-ended', data: { id } }) as const;
const ids = (changes: readonly SequencedChange[] | null) =>
  changes?.map((change) => (change.event === 'meeting-ended' ? change.data.id : change.event));

test('a stream that broke is taken up where it was', () => {
  const hub = new ChangeHub();
  hub.publish(ended('a'));
  const from = hub.sequence;
  hub.publish(ended('b'));
  hub.publish(ended('c'));
  expect(ids(hub.subscribe(from, () => undefined).missed)).toEqual(['b', 'c']);
});

test('a stream that missed more than is kept is told to start over', () => {
  const hub = new ChangeHub(3);
  const from = hub.sequence;
  for (const id of ['a', 'b', 'c']) hub.publish(ended(id));
  expect(ids(hub.subscribe(from, () => undefined).missed)).toEqual(['a', 'b', 'c']);
  hub.publish(ended('d'));
  expect(hub.subscribe(from, () => undefined).missed).toBeNull();
});

test('an id of another life, of the future, or of no form at all means to start over', () => {
  const hub = new ChangeHub();
  const other = new ChangeHub();
  for (const from of [other.sequence, `${hub.sequence}9`, 'nonsense', '']) {
    expect(hub.subscribe(from, () => undefined).missed).toBeNull();
  }
});

test('every listener hears every change once, until it stops', () => {
  const hub = new ChangeHub();
  const heard: string[] = [];
  const { stop } = hub.subscribe(null, (change) => heard.push(change.id));
  hub.publish(ended('a'));
  stop();
  hub.publish(ended('b'));
  expect(heard).toHaveLength(1);
});
