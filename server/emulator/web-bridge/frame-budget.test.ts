import { expect, it } from 'vitest';
import { FrameBudget } from './frame-budget';

function taken(budget: FrameBudget, wanted: number, atMs: number): number {
  return Array.from({ length: wanted }, () => budget.take(atMs)).filter((ok) => ok).length;
}

it('allows a burst of 100 and then 50 a second', () => {
  const budget = new FrameBudget(0);
  expect(taken(budget, 150, 0)).toBe(100);
  expect(taken(budget, 150, 1000)).toBe(50);
  expect(taken(budget, 1, 1000)).toBe(0);
});

it('saves up no more than a burst, and loses nothing when the clock goes back', () => {
  const budget = new FrameBudget(0);
  expect(taken(budget, 200, 3_600_000)).toBe(100);
  expect(taken(budget, 1, 0)).toBe(0);
});
