import { expect, test } from 'vitest';
import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import type { Participant } from '@/lib/meeting/participant';
import { columnRows } from '@/components/board/column-rows';
import { anItem, aNotice, aParticipant } from '@/components/live/fixture';

const shown = (meeting: string, people: Participant[], ...items: Item[]) =>
  columnRows(
    meeting,
    people,
    items.map((item) => ({ key: item.participant, order: '1', item, byUsher: true, endedAt: isEnd(item.state) ? 0 : null })),
    [],
  );
const brief = (rows: ReturnType<typeof shown>) => rows.map((row) => `${row.kind} ${row.name}${row.kind === 'person' && row.side ? ` ${row.side}` : ''}`);

const [ana, ben, zoe] = [aParticipant('ana', 'a'), aParticipant('ben', 'b'), aParticipant('zoe', 'b')];
const newAna = aParticipant('ana2', 'b', { name: 'ana', movedFrom: { participant: 'ana', meeting: 'a' } });

test('without traffic a column has its people', () => {
  expect(brief(shown('b', [ben, zoe]))).toEqual(['person ben', 'person zoe']);
});

test('somebody who is sent stays where they are, and is announced in the target', () => {
  expect(brief(shown('a', [ana], anItem('ana', { state: 'sending' })))).toEqual(['person ana source']);
  expect(brief(shown('b', [ben, zoe], anItem('ana', { state: 'sending' })))).toEqual(['arriving ana', 'person ben', 'person zoe']);
});

test('the newcomer takes the place and the key of the arriving row', () => {
  const arriving = shown('b', [ben], anItem('ana', { state: 'accepted', newParticipant: 'ana2' }));
  const there = shown('b', [newAna, ben], anItem('ana', { state: 'joined', newParticipant: 'ana2' }));
  const later = shown('b', [newAna, ben]);
  expect(brief(there)).toEqual(['person ana target', 'person ben']);
  expect([arriving[0]?.key, there[0]?.key, later[0]?.key]).toEqual(['ana', 'ana', 'ana']);
});

test('a newcomer is known by whom they were made from, even before the bridge has answered', () => {
  expect(brief(shown('b', [newAna], anItem('ana', { state: 'sending' })))).toEqual(['person ana target']);
});

test('whoever has left is a ghost in the source', () => {
  expect(brief(shown('a', [], anItem('ana', { state: 'accepted' })))).toEqual(['ghost ana']);
  expect(brief(shown('a', [], anItem('ana', { state: 'accepted', times: { ...anItem('ana').times, left: '2026-01-01T00:00:01.000Z' } })))).toEqual(['ghost ana']);
});

test('a failed move leaves the person where they are known to be, and nothing in the target', () => {
  const item = anItem('ana', { state: 'nothing-happened' });
  expect(brief(shown('a', [ana], item))).toEqual(['person ana source']);
  expect(brief(shown('b', [ben], item))).toEqual(['person ben']);
});

test('somebody who landed elsewhere is marked there', () => {
  const lost = aParticipant('ana2', 'c', { name: 'ana' });
  const item = anItem('ana', { state: 'wrong-meeting', newParticipant: 'ana2', foundIn: { meeting: 'c', name: 'Space c' } });
  const [row] = shown('c', [lost], item);
  expect(row?.kind === 'person' && row.traffic?.item.state).toBe('wrong-meeting');
});

test('a refused move leaves no ghost of somebody who went by themselves', () => {
  expect(shown('a', [], anItem('ana', { state: 'refused' }))).toEqual([]);
});

test('keys are unique in a column through which somebody came and went', () => {
  const back = aParticipant('ana3', 'a', { name: 'ana', movedFrom: { participant: 'ana2', meeting: 'b' } });
  const there = anItem('ana', { state: 'joined', newParticipant: 'ana2' });
  const andBack = anItem('ana2', { state: 'joined', newParticipant: 'ana3', from: there.to, to: { meeting: 'a', name: 'Space a' } });
  const keys = shown('a', [back], there, andBack).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

test('whoever has not changed keeps the same row, whatever happens around them', () => {
  const [before] = shown('b', [ben, zoe]);
  const after = shown('b', [ben, { ...zoe, speaking: true }], anItem('ana', { state: 'sending' }));
  expect(after.find(({ name }) => name === 'ben')).toBe(before);
});

test('whoever was lost stands where they were, in place of their ghost, until the notice is over', () => {
  const trafficOf = (state: Item['state']) => [{ key: 'o1/1', order: 'o1', item: anItem('ana', { state }), byUsher: true, endedAt: 0 }];
  const ghost = columnRows('a', [], trafficOf('accepted'), []);
  const lost = columnRows('a', [], trafficOf('dropped'), [aNotice('ana')]);
  expect(columnRows('a', [], trafficOf('dropped'), [])).toEqual([]);
  expect(brief(lost)).toEqual(['lost ana']);
  expect(lost[0]?.key).toBe(ghost[0]?.key);
  expect(brief(columnRows('a', [ana], [], [aNotice('bob')]))).toEqual(['person ana', 'lost bob']);
});
