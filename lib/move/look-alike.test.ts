import { expect, test } from 'vitest';
import { exampleParticipant } from '@/lib/meeting/examples';
import type { Participant } from '@/lib/meeting/participant';
import { recognised, recognisedEach } from '@/lib/move/look-alike';

const person = (id: string, name: string, uri = '', kind: Participant['kind'] = 'web-app') => exampleParticipant({ id, name, uri, kind });
const ana = person('a', 'Ana', 'ana@example.com');
const otherAna = person('b', 'Ana', 'guest1@example.com');
const room = person('c', 'Room 7', 'sip:room7@example.com;transport=tls', 'sip');

test.each([
  ['by their address, whatever they are called now', { name: 'Room 7 (new)', uri: 'ROOM7@example.com', kind: 'sip' }, [ana, room], room],
  ['by their name, where their address is another one each time', { name: ' ana', uri: 'guest9@example.com', kind: 'web-app' }, [ana, room], ana],
  ['by address before name', { name: 'Ana', uri: 'guest1@example.com', kind: 'web-app' }, [ana, otherAna], otherAna],
  ['by an address that says more, or is written otherwise', { name: '', uri: ' SIP:Room7@example.com', kind: 'sip' }, [ana, room], room],
  ['by their name, where it is not known what they were connected with', { name: 'Room 7', uri: null, kind: 'unknown' }, [ana, room], room],
  ['not in a guest who bears the name of a device', { name: 'Ana', uri: 'ana@desk.example.com', kind: 'sip' }, [ana, room], null],
  ['not between two of one name', { name: 'Ana', uri: null, kind: 'web-app' }, [ana, otherAna], 'several'],
  ['not without a name', { name: '', uri: '', kind: 'web-app' }, [person('x', '')], null],
  ['not where nobody fits', { name: 'Bo', uri: null, kind: 'web-app' }, [ana, room], null],
] as const)('somebody is recognised %s', (_, remembered, there, expected) => {
  expect(recognised(remembered, there)).toEqual(expected);
});

test('whoever could be each of two who are remembered is neither of them', () => {
  const there = [ana, room];
  const kind = 'unknown' as const;
  const remembered = new Map([
    ['1', { name: 'Ana', uri: null, kind, there }],
    ['2', { name: 'Ana', uri: null, kind, there }],
    ['3', { name: 'Room 7', uri: null, kind, there }],
    ['4', { name: 'Bo', uri: null, kind, there }],
  ]);
  expect([...recognisedEach(remembered)]).toEqual([['1', 'several'], ['2', 'several'], ['3', room]]);
});
