import { expect, test } from 'vitest';
import { afterSilence, manualClock, systemClock, timerSet } from './clock';

test('a manual clock runs what is due, in order of its time, what is started on the way included', () => {
  const clock = manualClock(0);
  const ran: string[] = [];
  clock.after(20, () => ran.push(`late ${clock.now()}`));
  clock.after(10, () => {
    ran.push(`first ${clock.now()}`);
    clock.after(5, () => ran.push(`second ${clock.now()}`));
  });
  clock.after(30, () => ran.push('never'));
  clock.advance(25);
  expect(ran).toEqual(['first 10', 'second 15', 'late 20']);
  expect(clock.now()).toBe(25);
});

test('a set of timers cancels those that have not run', () => {
  const clock = manualClock(0);
  const timers = timerSet(clock);
  let ran = 0;
  timers.after(1, () => (ran += 1));
  timers.after(2, () => (ran += 1)).cancel();
  clock.advance(1);
  timers.after(1, () => (ran += 1));
  timers.cancelAll();
  clock.advance(10);
  expect(ran).toBe(1);
});

test('an answer is waited for as long as was said, and no more once it is there', () => {
  const clock = manualClock(0);
  const silent: number[] = [];
  afterSilence(clock, 2_000, () => silent.push(clock.now()));
  const heard = afterSilence(clock, 2_000, () => silent.push(-1));
  clock.advance(1_999);
  heard.cancel();
  expect(silent).toEqual([]);
  clock.advance(1);
  expect(silent).toEqual([2_000]);
});

test('a process that stood still reads what has come in meanwhile before it says that nothing came', async () => {
  const outcome = await new Promise<string>((resolve) => {
    const waiting = afterSilence(systemClock, 20, () => resolve('silence'));
    // What is in the socket by then takes some turns of the event loop until it is read.
    const read = (turns: number) => {
      if (turns > 0) return void setImmediate(() => read(turns - 1));
      waiting.cancel();
      resolve('answer');
    };
    read(3);
    for (const until = performance.now() + 60; performance.now() < until; );
  });
  expect(outcome).toBe('answer');
});
