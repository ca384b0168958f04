import { describe, expect, it } from 'vitest';
import { LatestSave } from '@/server/moves/latest-save';

/** Saves that end when the test says so. */
function heldSaves() {
  const begun: { gathered(): void; end(error?: Error): void }[] = [];
  const failures: unknown[] = [];
  const saves = new LatestSave(
    (gathered) => new Promise((resolve, reject) => begun.push({ gathered, end: (error) => (error ? reject(error) : resolve()) })),
    (error) => failures.push(error),
  );
  return { saves, begun, failures };
}

describe('saving what is latest', () => {
  it('lets whoever asks before the save has gathered share it', async () => {
    const { saves, begun } = heldSaves();
    const both = Promise.all([saves.ask(), saves.ask()]);
    expect(begun).toHaveLength(1);
    begun[0]?.end();
    await both;
  });

  it('lets all who ask after that wait for one further save, which begins when the first has ended', async () => {
    const { saves, begun } = heldSaves();
    const first = saves.ask();
    begun[0]?.gathered();
    const later = Promise.all([saves.ask(), saves.ask()]);
    expect(begun).toHaveLength(1);
    begun[0]?.end();
    await first;
    await expect.poll(() => begun.length).toBe(2);
    begun[1]?.end();
    await later;
  });

  it('tells of a save that failed, rejects for whoever asked, and saves for those who asked later all the same', async () => {
    const { saves, begun, failures } = heldSaves();
    const first = saves.ask();
    begun[0]?.gathered();
    const later = saves.ask();
    begun[0]?.end(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await expect.poll(() => begun.length).toBe(2);
    begun[1]?.end();
    await later;
    expect(failures).toHaveLength(1);
  });
});
