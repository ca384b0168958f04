import { expect, test } from 'vitest';
import { exampleParticipant } from '@/lib/meeting/examples';
import { recognised, recognisedEach } from '@/lib/move/look-alike';

const person = (id: string, name: string, uri = '') => exampleParticipant({ id, name, uri });
const ana = person('a', 'Ana', 'ana@example.com');
const otherAna = person('b', 'Ana', 'guest1@example.com');
const room = person('c', 'Room 7', 'room7@example.com');

test.each([
  ['by their address, whatever they are called now', { name: 'Room 7 (new)', uri: 'ROOM7@example.com' }, [ana, room], room],
  ['by their name, where their address is another one each time', { name: ' ana', uri: 'guest9@example.com' }, [ana, room], ana],
  ['by address before name', { name: 'Ana', uri: 'guest1@example.com' }, [ana, otherAna], otherAna],
  ['not between two of one name', { name: 'Ana', uri: null }, [ana, otherAna], 'several'],
  ['not without a name', { name: '', uri: '' }, [person('x', '')], null],
  ['not where nobody fits', { name: 'Bo', uri: null }, [ana, room], null],
] as const)('somebody is recognised %s', (_, remembered, there, expected) => {
  expect(recognised(remembered, there)).toEqual(expected);
});

test('whoever could be each of two who are remembered is neither of them', () => {
  const there = [ana, room];
  const remembered = new Map([
    ['1', { name: 'Ana', uri: null, there }],
    ['2', { name: 'Ana', uri: null, there }],
    ['3', { name: 'Room 7', uri: null, there }],
    ['4', { name: 'Bo', uri: null, there }],
  ]);
  expect([...recognisedEach(remembered)]).toEqual([['1', 'several'], ['2', 'several'], ['3', room]]);
});
