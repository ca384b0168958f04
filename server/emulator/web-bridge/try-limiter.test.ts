import { expect, it } from 'vitest';
import { TryLimiter } from './try-limiter';

function spend(limiter: TryLimiter, tries: number, atMs: number): void {
  for (let i = 0; i < tries; i++) limiter.begin('10.0.0.1', '1001', atMs);
}

it('lets five tries begin in a minute and says when the next may', () => {
  const limiter = new TryLimiter();
  spend(limiter, 5, 10_000);
  expect(limiter.begin('10.0.0.1', '1001', 30_000)).toEqual({ ok: false, retryAfterSeconds: 40 });
  expect(limiter.begin('10.0.0.1', '1001', 70_000)).toEqual({ ok: true });
});

it('counts each address and each meeting apart', () => {
  const limiter = new TryLimiter();
  spend(limiter, 5, 0);
  expect(limiter.begin('10.0.0.2', '1001', 0).ok).toBe(true);
  expect(limiter.begin('10.0.0.1', '1002', 0).ok).toBe(true);
});

it('forgives the tries that needed no guessing, and only those', () => {
  const limiter = new TryLimiter();
  spend(limiter, 5, 0);
  limiter.forgive('10.0.0.1', '1001', 0);
  expect(limiter.begin('10.0.0.1', '1001', 1).ok).toBe(true);
  limiter.forgive('10.0.0.1', '1001', 999);
  expect(limiter.begin('10.0.0.1', '1001', 2).ok).toBe(false);
});

it('counts tries that are still under way', () => {
  const limiter = new TryLimiter();
  const answers = Array.from({ length: 8 }, () => limiter.begin('10.0.0.1', '1001', 0).ok);
  expect(answers.filter((ok) => ok)).toHaveLength(5);
});
