import { expect, test } from 'vitest';
import { manualClock, timerSet } from './clock';

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
