import { expect, test } from 'vitest';
import { atMostEvery } from '@/components/live/pace';

function paced(ms: number) {
  let now = 0;
  let due: { at: number; run: () => void } | null = null;
  const ranAt: number[] = [];
  const timers = {
    now: () => now,
    after: (wait: number, run: () => void) => {
      due = { at: now + wait, run };
      return () => (due = null);
    },
  };
  const { call, cancel } = atMostEvery(ms, () => ranAt.push(now), timers);
  const goTo = (time: number) => {
    while (due && due.at <= time) {
      now = due.at;
      const { run } = due;
      due = null;
      run();
    }
    now = time;
  };
  return { call, cancel, goTo, ranAt };
}

test('the first call goes through at once', () => {
  const { call, ranAt } = paced(100);
  call();
  expect(ranAt).toEqual([0]);
});

test('of many calls in a row the last is not lost, and no two are closer than asked', () => {
  const { call, goTo, ranAt } = paced(100);
  for (let time = 0; time < 250; time += 10) {
    goTo(time);
    call();
  }
  goTo(1_000);
  expect(ranAt).toEqual([0, 100, 200, 300]);
});

test('what is cancelled does not come any more', () => {
  const { call, cancel, goTo, ranAt } = paced(100);
  call();
  call();
  cancel();
  goTo(1_000);
  expect(ranAt).toEqual([0]);
});
