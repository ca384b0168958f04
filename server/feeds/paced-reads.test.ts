import { expect, test } from 'vitest';
import { PacedReads } from './paced-reads';

function reads(atATime: number) {
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const faults: unknown[] = [];
  const paced = new PacedReads(
    (key) => {
      begun.push(key);
      return new Promise((resolve, reject) => ends.set(key, (error) => (error ? reject(error) : resolve())));
    },
    atATime,
    (error) => faults.push(error),
  );
  /** Ends a read and lets what follows from it happen. */
  const end = async (key: string, error?: Error) => {
    ends.get(key)?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { paced, begun, faults, end };
}

test('single reads are made so many at a time, in order', async () => {
  const { paced, begun, end } = reads(2);
  for (const key of ['a', 'b', 'c']) paced.add(key);
  expect(begun).toEqual(['a', 'b']);
  await end('b');
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('what is asked for while it is being read is read once more, never twice at a time', async () => {
  const { paced, begun, end } = reads(2);
  for (const key of ['a', 'a', 'a']) paced.add(key);
  expect(begun).toEqual(['a']);
  await end('a');
  expect(begun).toEqual(['a', 'a']);
  await end('a');
  expect([begun, paced.isIdle]).toEqual([['a', 'a'], true]);
});

test('a read that throws is reported, and the line goes on', async () => {
  const { paced, begun, faults, end } = reads(1);
  paced.add('a');
  paced.add('b');
  await end('a', new Error('broken'));
  expect([begun, faults.length]).toEqual([['a', 'b'], 1]);
});

test('nothing is begun any more once closed', async () => {
  const { paced, begun, end } = reads(1);
  paced.add('a');
  paced.add('b');
  paced.close();
  await end('a');
  expect(begun).toEqual(['a']);
});

test('an urgent read goes first, and is over only once it was begun after it was asked for', async () => {
  const { paced, begun, end } = reads(1);
  for (const key of ['a', 'b', 'c']) paced.add(key);
  let over = false;
  const read = paced.urgently('a').then(() => (over = true));
  await end('a');
  expect([begun, over]).toEqual([['a', 'a'], false]);
  await end('a');
  await read;
  expect(begun).toEqual(['a', 'a', 'b']);
});

test('nobody waits for an urgent read that is not made any more', async () => {
  const { paced } = reads(1);
  paced.add('a');
  const waiting = paced.urgently('b');
  paced.clear();
  await waiting;
  paced.close();
  await paced.urgently('c');
});
