import type { Clock } from '@/server/bridge-client/clock';

/** An answer, or what stands for it where it takes longer than somebody waits. Rejects where the answer does in time. @param ms how long, in milliseconds */
export function inTime<T, U>(clock: Pick<Clock, 'after'>, ms: number, answer: Promise<T>, otherwise: U): Promise<T | U> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(otherwise));
    answer.finally(cancel).then(resolve, reject);
  });
}
