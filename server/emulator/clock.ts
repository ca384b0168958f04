/** Time as the emulator sees it. Everything that waits does so through a clock, so that a test can own it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `then` once, `ms` from now; at the next turn of the event loop at the earliest. */
  after(ms: number, then: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, then) {
    const handle = setTimeout(then, ms);
    return { cancel: () => clearTimeout(handle) };
  },
};

/** How often one looks whether an answer has come before it is said to keep away. */
const looks = 10;

/**
 * Runs `then` once an answer has kept away for `ms`, unless it is cancelled. While this process itself stands still, which a busy
 * machine may have it do for long, nothing can be heard: that counts as one look of many, and what has come in is read before the next.
 */
export function afterSilence(clock: Pick<Clock, 'after'>, ms: number, then: () => void): Timer {
  const look = (left: number): Timer => clock.after(ms / looks, () => (left === 1 ? then() : (timer = look(left - 1))));
  let timer = look(looks);
  return { cancel: () => timer.cancel() };
}

/** A clock that stands still until it is advanced. */
export interface ManualClock extends Clock {
  /** Moves time on by `ms` and runs what has become due, in order of its time. */
  advance(ms: number): void;
}

export function manualClock(startMs = Date.UTC(2026, 0, 15, 10, 0, 0)): ManualClock {
  let nowMs = startMs;
  let waiting: { atMs: number; then: () => void }[] = [];
  return {
    now: () => nowMs,
    after(ms, then) {
      const entry = { atMs: nowMs + ms, then };
      waiting.push(entry);
      return { cancel: () => (waiting = waiting.filter((other) => other !== entry)) };
    },
    advance(ms) {
      const endMs = nowMs + ms;
      for (;;) {
        const due = waiting.filter((entry) => entry.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (!due) break;
        waiting = waiting.filter((entry) => entry !== due);
        nowMs = Math.max(nowMs, due.atMs);
        due.then();
      }
      nowMs = endMs;
    },
  };
}

/** Timers that belong to one node and end with it. */
export interface TimerSet {
  after(ms: number, then: () => void): Timer;
  cancelAll(): void;
}

export function timerSet(clock: Clock): TimerSet {
  const running = new Set<Timer>();
  return {
    after(ms, then) {
      const timer = clock.after(ms, () => {
        running.delete(timer);
        then();
      });
      running.add(timer);
      return {
        cancel() {
          running.delete(timer);
          timer.cancel();
        },
      };
    },
    cancelAll() {
      for (const timer of running) timer.cancel();
      running.clear();
    },
  };
}
