import { expect, test } from 'vitest';
import { anItem, anOrder } from '@/components/live/fixture';
import {
  arrivalShownMs,
  dismissTraffic,
  expireTraffic,
  failureShownMs,
  nextExpiry,
  progressOf,
  seeOrders,
  type TrafficState,
} from '@/components/move/traffic';

const none: TrafficState = new Map();
const nobody = new Set<string>();
const running = anOrder('1', [anItem('ana')]);
const joined = anOrder('1', [anItem('ana', { state: 'joined' })], { state: 'settled' });
const failed = anOrder('1', [anItem('ana', { state: 'dropped' })], { state: 'settled' });

test('somebody on the way is traffic until some time after the end', () => {
  const onTheWay = seeOrders(none, [running], nobody, 0);
  expect(nextExpiry(onTheWay)).toBeNull();
  const arrived = seeOrders(onTheWay, [joined], nobody, 1_000);
  expect(nextExpiry(arrived)).toBe(1_000 + arrivalShownMs);
  expect(expireTraffic(arrived, 1_000 + arrivalShownMs).size).toBe(0);
});

test('what somebody is at stays for as long as they are', () => {
  const arrived = seeOrders(seeOrders(none, [running], nobody, 0), [joined], nobody, 1_000);
  const held = new Set(['1/1']);
  expect(nextExpiry(arrived, held)).toBeNull();
  expect(expireTraffic(arrived, 1_000 + arrivalShownMs, held)).toBe(arrived);
});

test('a failure stays for longer, until it is read', () => {
  const state = seeOrders(seeOrders(none, [running], nobody, 0), [failed], nobody, 1_000);
  expect(expireTraffic(state, 1_000 + failureShownMs - 1)).toBe(state);
  expect(dismissTraffic(state, '1/1').size).toBe(0);
});

test('what is gone does not come back with the next order', () => {
  const state = dismissTraffic(seeOrders(seeOrders(none, [running], nobody, 0), [failed], nobody, 1_000), '1/1');
  expect(seeOrders(state, [failed], nobody, 2_000).size).toBe(0);
});

test('orders that were over before are history, unless this page made them', () => {
  expect(seeOrders(none, [joined], nobody, 0).size).toBe(0);
  expect(seeOrders(none, [joined], new Set(['1']), 0).size).toBe(1);
});

test('nothing new is the same state, so that nothing is drawn again', () => {
  const state = seeOrders(none, [running], nobody, 0);
  expect(seeOrders(state, [running], nobody, 5)).toBe(state);
  expect(expireTraffic(state, 1e9)).toBe(state);
});

test('the time of the end is when it was first seen, not when it was last read', () => {
  const state = seeOrders(seeOrders(none, [running], nobody, 0), [joined], nobody, 1_000);
  const again = seeOrders(state, [structuredClone(joined)], nobody, 5_000);
  expect(again.get('1/1')?.endedAt).toBe(1_000);
});

test('moving somebody on takes the mark of the earlier move away, by either of their ids', () => {
  const arrived = seeOrders(none, [anOrder('1', [anItem('ana', { state: 'joined', newParticipant: 'ana2' })])], new Set(['1']), 0);
  const onwards = seeOrders(arrived, [anOrder('2', [anItem('ana2')])], nobody, 10);
  expect([...onwards.keys()]).toEqual(['2/1']);
});

test('the ring fills with every step, and is full only when joined', () => {
  const times = anItem('x').times;
  const steps = [
    anItem('x'),
    anItem('x', { state: 'sending' }),
    anItem('x', { state: 'accepted' }),
    anItem('x', { state: 'accepted', times: { ...times, left: 'now' } }),
    anItem('x', { state: 'accepted', times: { ...times, left: 'now', joined: 'now' } }),
    anItem('x', { state: 'joined' }),
  ].map(progressOf);
  expect(steps).toEqual([...new Set(steps)].toSorted((a, b) => a - b));
  expect(steps.filter((step) => step === 1)).toHaveLength(1);
});

test('an order that is told again leaves the marks of those of whom nothing is new', () => {
  const order = anOrder('1', [anItem('ana'), anItem('ben', { id: '2' })]);
  const state = seeOrders(none, [order], nobody, 0);
  expect(seeOrders(state, [structuredClone(order)], nobody, 5)).toBe(state);
  const next = seeOrders(state, [{ ...structuredClone(order), items: [anItem('ana'), anItem('ben', { id: '2', state: 'sending' })] }], nobody, 5);
  expect(next.get('1/1')).toBe(state.get('1/1'));
  expect(next.get('1/2')?.item.state).toBe('sending');
});
