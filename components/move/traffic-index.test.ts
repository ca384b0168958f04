import { expect, test } from 'vitest';
import { anItem, anOrder } from '@/components/live/fixture';
import { seeOrders, type TrafficState } from '@/components/move/traffic';
import { indexTraffic } from '@/components/move/traffic-index';

const none: TrafficState = new Map();
const nobody = new Set<string>();
const [ana, ben] = [anItem('ana'), anItem('ben', { id: '2', from: { meeting: 'c', name: 'Space c' }, to: { meeting: 'd', name: 'Space d' } })];

test('somebody on the way is found in the meeting they leave and in the one they go to', () => {
  const index = indexTraffic(seeOrders(none, [anOrder('1', [ana])], nobody, 0), null);
  expect([...index.byMeeting.keys()].toSorted()).toEqual(['a', 'b']);
  expect(index.underWay.has('ana')).toBe(true);
});

test('a meeting of which nothing is new keeps its array', () => {
  const state = seeOrders(none, [anOrder('1', [ana, ben])], nobody, 0);
  const index = indexTraffic(state, null);
  const next = seeOrders(state, [anOrder('1', [ana, { ...ben, state: 'sending' }])], nobody, 10);
  const later = indexTraffic(next, index);
  expect(later.byMeeting.get('a')).toBe(index.byMeeting.get('a'));
  expect(later.byMeeting.get('d')).not.toBe(index.byMeeting.get('d'));
});
