import { expect, test } from 'vitest';
import { SharedRounds } from './shared-rounds';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function begun() {
  const rounds: { keys: readonly string[]; end: (isRead: boolean) => void; fail: (error: Error) => void }[] = [];
  const shared = new SharedRounds((keys) => new Promise((end, fail) => rounds.push({ keys: [...keys], end, fail })));
  return { shared, rounds };
}

test('a thousand who ask at once are answered by one round, and a thousand who ask meanwhile by the next', async () => {
  const { shared, rounds } = begun();
  const first = Array.from({ length: 1_000 }, (_, n) => shared.ask([`p${n}`]));
  await turn();
  const second = Array.from({ length: 1_000 }, (_, n) => shared.ask([`q${n % 10}`]));
  await turn();
  expect(rounds.map(({ keys }) => keys.length)).toEqual([1_000]);
  rounds[0]?.end(true);
  expect(await Promise.all(first)).not.toContain(false);
  await turn();
  expect(rounds.map(({ keys }) => keys.length)).toEqual([1_000, 10]);
  rounds[1]?.end(false);
  expect(await Promise.all(second)).not.toContain(true);
});

test('a round that throws fails those who asked for it, and not the next', async () => {
  const { shared, rounds } = begun();
  const first = shared.ask(['a']);
  await turn();
  const second = shared.ask(['b']);
  rounds[0]?.fail(new Error('broken'));
  await expect(first).rejects.toThrow('broken');
  await turn();
  rounds[1]?.end(true);
  expect(await second).toBe(true);
});
