import { expect, test } from 'vitest';
import { anItem } from '@/components/live/fixture';
import { orderProgress, progressWords } from '@/components/move/order-progress';

const items = [anItem('ana', { state: 'joined' }), anItem('ben', { id: '2', state: 'dropped' }), anItem('cleo', { id: '3', state: 'accepted' }), anItem('dan', { id: '4' })];

test('an order counts who has joined, who has not, and who is still on the way', () => {
  expect(orderProgress(items)).toEqual({ total: 4, joined: 1, cancelled: 0, failed: 1, open: 2 });
  expect(progressWords(orderProgress(items))).toBe('1 of 4 joined, 1 failed');
  expect(progressWords(orderProgress(items), 'Space 2')).toBe('1 of 4 joined Space 2, 1 failed');
});

test('failures are told only where there are any', () => {
  expect(progressWords(orderProgress([anItem('ana', { state: 'joined' })]))).toBe('1 of 1 joined');
});

test('who was cancelled has not failed: that was asked for', () => {
  const progress = orderProgress([anItem('ana', { state: 'joined' }), anItem('ben', { id: '2', state: 'cancelled' })]);
  expect(progress).toMatchObject({ failed: 0, cancelled: 1, open: 0 });
  expect(progressWords(progress)).toBe('1 of 2 joined, 1 cancelled');
});

test('whoever was tried again counts once, by the last try', () => {
  const again = [anItem('ana', { state: 'expired' }), anItem('ana', { id: '2', retryOf: '1', state: 'joined' })];
  expect(orderProgress(again)).toEqual({ total: 1, joined: 1, cancelled: 0, failed: 0, open: 0 });
});
