import { expect, test } from 'vitest';
import { RecordQueue, recordsKept, recordsPerPost } from './record-queue';
import type { CallDetailRecord } from './record-queue';

function record(correlatorIndex: number): CallDetailRecord {
  return { type: 'callStart', time: '2026-01-15T10:00:00Z', correlatorIndex, content: '' };
}

function filled(count: number): RecordQueue {
  const queue = new RecordQueue();
  for (let n = 0; n < count; n += 1) queue.push(record(n));
  return queue;
}

test('a batch stays the same, numbers and all, until it is acknowledged', () => {
  const queue = filled(2);
  const first = queue.batch();
  queue.push(record(2));
  expect(queue.batch()).toEqual(first);
  expect(first.map(({ recordIndex }) => recordIndex)).toEqual([1, 2]);
  queue.acknowledge();
  expect(queue.batch().map(({ recordIndex }) => recordIndex)).toEqual([3]);
  queue.acknowledge();
  expect(queue.batch()).toEqual([]);
});

test('a post holds a limited number of records', () => {
  expect(filled(recordsPerPost + 1).batch()).toHaveLength(recordsPerPost);
});

test('what does not fit is lost from its oldest end, and the next record says how many were', () => {
  const queue = filled(recordsKept + 3);
  const [first, second] = queue.batch();
  expect(first).toMatchObject({ recordIndex: 1, missingBefore: 3, record: { correlatorIndex: 3 } });
  expect(second).toMatchObject({ recordIndex: 2, missingBefore: 0, record: { correlatorIndex: 4 } });
});

test('what has been sent once is never given up', () => {
  const queue = filled(1);
  const sent = queue.batch();
  for (let n = 1; n <= recordsKept + 2; n += 1) queue.push(record(n));
  expect(queue.batch()).toEqual(sent);
  queue.acknowledge();
  expect(queue.batch()[0]).toMatchObject({ recordIndex: 2, missingBefore: 2, record: { correlatorIndex: 3 } });
});
