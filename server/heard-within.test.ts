import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { heardWithin } from './heard-within';

function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('an answer that was there when this process stood still past the limit is heard', async () => {
  const heard = heardWithin(nextTurn('here'), 50, 10);
  standStill(200);
  expect(await heard).toBe('here');
});

test('silence ends in an error, and so does an answer that says no', async () => {
  await expect(heardWithin(new Promise(() => undefined), 50, 10)).rejects.toThrow('it does not answer');
  await expect(heardWithin(Promise.reject(new Error('no')), 50, 10)).rejects.toThrow('no');
});
