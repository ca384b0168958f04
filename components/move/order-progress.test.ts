import { expect, test } from 'vitest';
import { anItem } from '@/components/live/fixture';
import { orderProgress, progressWords } from '@/components/move/order-progress';

const items = [anItem('ana', { state: 'joined' }), anItem('ben', { state: 'dropped' }), anItem('cleo', { state: 'accepted' }), anItem('dan')];

test('an order counts who has joined, who has not, and who is still on the way', () => {
  expect(orderProgress(items)).toEqual({ total: 4, joined: 1, failed: 1, open: 2 });
  expect(progressWords(orderProgress(items))).toBe('1 of 4 joined, 1 failed');
});

test('failures are told only where there are any', () => {
  expect(progressWords(orderProgress([anItem('ana', { state: 'joined' })]))).toBe('1 of 1 joined');
});
