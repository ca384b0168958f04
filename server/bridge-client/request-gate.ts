import type { Clock } from '@/server/bridge-client/clock';

/** A deed (something is changed) goes before a read that is waiting, and that before details, of which there can be hundreds. */
export type Precedence = 'deed' | 'read' | 'detail';

const inOrder = ['deed', 'read', 'detail'] as const satisfies readonly Precedence[];

/** From the first of several deeds on, for so long no detail comes between them: many have gone by then, and nobody waits longer for details. */
const undisturbedMs = 500;

interface Waiting {
  readonly begin: (release: () => void) => void;
}

/**
 * Lets at most so many requests to one bridge be in flight at a time. The others wait in line: deeds in front of reads, those in
 * front of details, else first come first served. Details leave one place free: nothing else has to wait until one of them ends; and
 * while deeds are in flight they wait a while, since there can be a detail or three for each that is moved. A
 * bridge that says it is busy gets no reads until it has had time to recover.
 */
export class RequestGate {
  #inFlight = 0;
  #holding: (() => void) | null = null;
  /** Deeds in flight, and since when there have been some. */
  #deeds = 0;
  #deedsSinceMs = 0;
  #waking: (() => void) | null = null;
  readonly #lines: Record<Precedence, Set<Waiting>> = { deed: new Set(), read: new Set(), detail: new Set() };

  constructor(
    private readonly clock: Clock,
    private readonly limit = 4,
  ) {}

  get inFlight(): number {
    return this.#inFlight;
  }

  /**
   * Calls `begin` once there is room, at once if there is; `begin` gets the function that gives its place back.
   * @returns the way out of the line; true if `begin` had not been called, and now never will be
   */
  enter(precedence: Precedence, begin: (release: () => void) => void): () => boolean {
    const waiting: Waiting = { begin };
    this.#lines[precedence].add(waiting);
    this.#admit();
    return () => this.#lines[precedence].delete(waiting);
  }

  /** Keeps reads waiting for `delayMs` from now; deeds still go. */
  holdReads(delayMs: number): void {
    this.#holding?.();
    this.#holding = this.clock.after(delayMs, () => {
      this.#holding = null;
      this.#admit();
    });
  }

  /** Ends a hold: nothing is left ticking, and whoever waited finds out that there is nobody to ask any more. */
  close(): void {
    this.#holding?.();
    this.#holding = null;
    this.#waking?.();
    this.#waking = null;
    this.#admit();
  }

  #admit(): void {
    for (const [precedence, waiting] of this.#next()) {
      const deeds = precedence === 'deed' ? 1 : 0;
      if (deeds > 0 && this.#deeds === 0) this.#deedsSinceMs = this.clock.now();
      this.#inFlight += 1;
      this.#deeds += deeds;
      let held = true;
      waiting.begin(() => {
        if (!held) return;
        held = false;
        this.#inFlight -= 1;
        this.#deeds -= deeds;
        this.#admit();
      });
    }
  }

  *#next(): Generator<[Precedence, Waiting]> {
    for (const precedence of inOrder) {
      if (precedence !== 'deed' && this.#holding) return;
      const limit = precedence === 'detail' ? this.limit - 1 : this.limit;
      for (const waiting of this.#lines[precedence]) {
        if (this.#inFlight >= limit || (precedence === 'detail' && this.#isDisturbing())) return;
        this.#lines[precedence].delete(waiting);
        yield [precedence, waiting];
      }
    }
  }

  /** Whether a detail would come between deeds; if so, it has its chance later. */
  #isDisturbing(): boolean {
    const leftMs = this.#deedsSinceMs + undisturbedMs - this.clock.now();
    if (this.#deeds === 0 || leftMs <= 0) return false;
    this.#waking ??= this.clock.after(leftMs, () => {
      this.#waking = null;
      this.#admit();
    });
    return true;
  }
}
