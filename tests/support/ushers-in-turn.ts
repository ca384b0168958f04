import { afterEach } from 'vitest';
import { freshPlace, type DataPlace } from './databases';
import { runUsher, type RunningUsher, type RunOptions } from './run-usher';

/** Ushers that follow one another on the same data, and whatever else a test starts: all of it ends with the test. */
export interface UshersInTurn {
  /** A place that outlives the Ushers in it. */
  newPlace(): Promise<DataPlace>;
  /** With nobody in its meetings, unless told otherwise. */
  start(place: DataPlace, options?: RunOptions): Promise<RunningUsher>;
  /** Has something undone when the test is over, last first. */
  undo(step: () => unknown): void;
}

/** For use at the top of a test file. */
export function ushersInTurn(): UshersInTurn {
  const steps: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of steps.splice(0).toReversed()) await step();
  });
  const undo = (step: () => unknown) => void steps.push(step);
  return {
    undo,
    async newPlace() {
      const place = await freshPlace('sqlite');
      undo(() => place.remove());
      return { ...place, remove: () => undefined };
    },
    async start(place, options = {}) {
      const usher = await runUsher(place, { scenario: 'empty', ...options });
      undo(() => usher.stop());
      return usher;
    },
  };
}
