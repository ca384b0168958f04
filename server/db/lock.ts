/** Called at most once, with the reason in words. Whoever loses the lock for good must stop at once. */
export type OnLost = (reason: string) => void;

/** The right to be the one Usher that acts on a data directory or a database. */
export interface Lock {
  release(): Promise<void>;
}
