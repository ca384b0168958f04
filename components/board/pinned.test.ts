import { expect, test } from 'vitest';
import { followSpaces, parsePins, stillLive } from '@/components/board/pinned';
import { aMeeting } from '@/components/live/fixture';

const meetings = [aMeeting('1', { participantCount: 2 }), aMeeting('2', { participantCount: 9 }), aMeeting('3', { participantCount: 5 })];

const pin = (id: string, space: string | null = null) => ({ id, name: 'Old name', space });

test('what has ended since is taken off, and names are those of now', () => {
  expect(stillLive([pin('gone'), pin('1')], meetings)).toEqual([{ id: '1', name: 'Space 1', space: null }]);
  expect(stillLive([pin('gone')], meetings)).toBeNull();
});

test('a column goes on with the next call of its space', () => {
  const next = aMeeting('next', { space: 'room' });
  expect(followSpaces([pin('ended', 'room')], [...meetings, next])).toEqual([{ id: 'next', name: 'Space next', space: 'room' }]);
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

test.each([null, '', '{', '{}', '[1]', '[{"id":1}]'])('%j was never a board', (text) => {
  expect(parsePins(text)).toBeNull();
});
