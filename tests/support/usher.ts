import { freshPlace, type Engine } from './databases';
import { runUsher, type RunningUsher, type RunOptions } from './run-usher';

export type { RunningUsher } from './run-usher';

export interface UsherOptions extends RunOptions {
  readonly engine?: Engine;
}

/** A built Usher with fresh data on one of the databases. */
export async function startUsher({ engine = 'sqlite', ...options }: UsherOptions = {}): Promise<RunningUsher> {
  return runUsher(await freshPlace(engine), options);
}
