import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { systemClock } from './clock';
import { ManualClock } from './manual-clock';
import { Patience } from './patience';

function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('it is over after the time that was given, and not once it was ended', () => {
  const clock = new ManualClock(0);
  const over: number[] = [];
  const patience = new Patience(clock, 5_000);
  patience.whenOver(() => over.push(clock.now()));
  patience.whenOver(() => over.push(-1))();
  const ended = new Patience(clock, 5_000);
  ended.whenOver(() => over.push(-2));
  clock.advance(4_999);
  ended.end();
  expect([over, patience.leftMs]).toEqual([[], 1]);
  clock.advance(5_001);
  expect([over, patience.leftMs]).toEqual([[5_000], 0]);
  patience.whenOver(() => over.push(clock.now()));
  clock.advance(0);
  expect(over).toEqual([5_000, 10_000]);
});

test('a process that stood still for longer reads what has come in before it gives up', async () => {
  const patience = new Patience(systemClock, 50);
  const outcome = Promise.race([
    new Promise((resolve) => void patience.whenOver(() => resolve('silence'))),
    nextTurn().then(() => nextTurn()).then(() => nextTurn('answer')),
  ]);
  standStill(200);
  expect(patience.leftMs).toBe(45);
  expect(await outcome).toBe('answer');
  patience.end();
});
