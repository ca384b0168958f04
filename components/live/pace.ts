interface Timers {
  now(): number;
  /** Calls `run` after `ms`; returns the way to call it off. */
  after(ms: number, run: () => void): () => void;
}

const browserTimers: Timers = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Lets a call through at once if none was for `ms`, and of those in between one, at the end; `cancel` drops that one. */
export function atMostEvery(ms: number, run: () => void, timers = browserTimers): { call(): void; cancel(): void } {
  let lastAt = -Infinity;
  let callOff: (() => void) | null = null;
  const runNow = () => {
    callOff = null;
    lastAt = timers.now();
    run();
  };
  return {
    call() {
      if (callOff) return;
      const left = lastAt + ms - timers.now();
      if (left <= 0) runNow();
      else callOff = timers.after(left, runNow);
    },
    cancel() {
      callOff?.();
      callOff = null;
    },
  };
}
