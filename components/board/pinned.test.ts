import { expect, test } from 'vitest';
import { followSpaces, parsePins, stillLive } from '@/components/board/pinned';
import { aMeeting } from '@/components/live/fixture';

const meetings = [aMeeting('1', { participantCount: 2 }), aMeeting('2', { participantCount: 9 }), aMeeting('3', { participantCount: 5 })];

const pin = (id: string, space: string | null = null) => ({ id, name: 'Old name', space, cluster: null });

test('what has ended since is taken off, and names are those of now', () => {
  expect(stillLive([pin('gone'), pin('1')], meetings)).toEqual([{ id: '1', name: 'Space 1', space: null, cluster: null }]);
  expect(stillLive([pin('gone')], meetings)).toBeNull();
});

test('a column goes on with the next call of its space', () => {
  const next = aMeeting('next', { space: 'room' });
  expect(followSpaces([pin('ended', 'room')], [...meetings, next])).toEqual([{ id: 'next', name: 'Space next', space: 'room', cluster: null }]);
});

test('two columns never show the same call', () => {
  const next = aMeeting('next', { space: 'room' });
  const ids = followSpaces([pin('ended', 'room'), pin('before', 'room'), pin('next', 'room')], [next]).map(({ id }) => id);
  expect(ids).toEqual(['ended', 'before', 'next']);
});

test('an ad hoc call has no space to go on in, and an unchanged board stays the same', () => {
  const pins = [pin('ended')];
  expect(followSpaces(pins, [aMeeting('other')])).toBe(pins);
});

test('a space that was put on the board stays there, with a meeting and without', () => {
  const { cluster } = aMeeting('any');
  const empty = { id: `space:${cluster.id}/room`, name: 'Room', space: 'room', cluster };
  const meeting = aMeeting('next', { name: 'Room', space: 'room' });
  expect(stillLive([empty], meetings)).toEqual([empty]);
  const begun = followSpaces([empty], [meeting]);
  expect(begun).toEqual([{ ...empty, id: 'next' }]);
  expect(followSpaces(begun, meetings)).toEqual([empty]);
  const elsewhere = aMeeting('far', { space: 'room', cluster: { id: 'other', name: 'Other' } });
  expect(followSpaces([empty], [elsewhere])).toEqual([empty]);
  expect(parsePins(JSON.stringify([empty]))).toEqual([empty]);
});

test.each([null, '', '{', '{}', '[1]', '[{"id":1}]'])('%j was never a board', (text) => {
  expect(parsePins(text)).toBeNull();
});
