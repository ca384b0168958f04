import { expect, test } from 'vitest';
import { busiest } from '@/lib/meeting/busiest';
import { exampleMeeting } from '@/lib/meeting/examples';

test('the busiest meetings stand in the order of their names', () => {
  const meetings = [[1, 2], [10, 5], [3, 1], [9, 9]].map(([n, participantCount]) => exampleMeeting({ id: `${n}`, name: `Space ${n}`, participantCount }));
  expect(busiest(meetings, 3).map(({ name }) => name)).toEqual(['Space 1', 'Space 9', 'Space 10']);
});
