import { expect, test } from 'vitest';
import { busiest, parsePins, stillLive } from '@/components/board/pinned';
import { aMeeting } from '@/components/live/fixture';

const meetings = [aMeeting('1', { participantCount: 2 }), aMeeting('2', { participantCount: 9 }), aMeeting('3', { participantCount: 5 })];

test('by default the busiest stand on the board, in the order of the list', () => {
  expect(busiest(meetings, 2).map(({ id }) => id)).toEqual(['2', '3']);
});

test('what has ended since is taken off, and names are those of now', () => {
  expect(stillLive([{ id: 'gone', name: 'Gone' }, { id: '1', name: 'Old name' }], meetings)).toEqual([{ id: '1', name: 'Space 1' }]);
  expect(stillLive([{ id: 'gone', name: 'Gone' }], meetings)).toBeNull();
});

test.each([null, '', '{', '{}', '[1]', '[{"id":1}]'])('%j was never a board', (text) => {
  expect(parsePins(text)).toBeNull();
});
