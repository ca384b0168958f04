import type { Clock } from '@/server/bridge-client/clock';

/** A deed (something is changed) goes before a read that is waiting, and that before details, of which there can be hundreds. */
export type Precedence = 'deed' | 'read' | 'detail';

const inOrder = ['deed', 'read', 'detail'] as const satisfies readonly Precedence[];

/** From the first of several deeds on, for so long no detail comes between them: many have gone by then, and nobody waits longer for details. */
const undisturbedMs = 500;
/** Whoever is no deed and has stood in line for so long goes before deeds, one at a time: however many there are, they stop nothing else. */
const patientMs = 500;
/** A deed that follows another within this time belongs with it: what is to be sent next is being put on record meanwhile. */
const lullMs = 50;

interface Waiting {
  readonly sinceMs: number;
  readonly begin: (release: () => void) => void;
}

/**
 * Lets at most so many requests to one bridge be in flight at a time. The others wait in line: deeds in front of reads, those in
 * front of details, else first come first served. Details leave one place free: nothing else has to wait until one of them ends; and
 * while deeds follow each other they wait a while, since there can be a detail or three for each that is moved. Deeds
 * that follow each other for long leave one place in turn to whoever waits: else these would be told that the bridge is away. A
 * bridge that says it is busy gets no reads until it has had time to recover.
 */
export class RequestGate {
  #inFlight = 0;
  #holding: (() => void) | null = null;
  /** Deeds in flight, when the first of them and of those just before began, and when one ended last. */
  #deeds = 0;
  #deedsSinceMs = -Infinity;
  #deedEndedMs = -Infinity;
  #waking: { readonly atMs: number; readonly cancel: () => void } | null = null;
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
    const waiting: Waiting = { sinceMs: this.clock.now(), begin };
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
    this.#waking?.cancel();
    this.#waking = null;
    this.#admit();
  }

  #admit(): void {
    for (const [precedence, waiting] of this.#next()) {
      this.#inFlight += 1;
      if (precedence === 'deed') this.#beginDeed();
      let held = true;
      waiting.begin(() => {
        if (!held) return;
        held = false;
        this.#inFlight -= 1;
        if (precedence === 'deed') this.#endDeed();
        this.#admit();
      });
    }
  }

  *#next(): Generator<[Precedence, Waiting]> {
    const overdue = this.#overdue();
    if (overdue) yield overdue;
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

  /** Whoever goes before deeds, and is out of the line by that. */
  #overdue(): [Precedence, Waiting] | null {
    if (this.#holding || this.#inFlight >= this.limit || this.#inFlight > this.#deeds) return null;
    for (const precedence of ['read', 'detail'] as const) {
      const [first] = this.#lines[precedence];
      if (!first || this.clock.now() - first.sinceMs < patientMs) continue;
      this.#lines[precedence].delete(first);
      return [precedence, first];
    }
    return null;
  }

  #beginDeed(): void {
    const now = this.clock.now();
    if (this.#deeds === 0 && now - this.#deedEndedMs >= lullMs) this.#deedsSinceMs = now;
    this.#deeds += 1;
  }

  #endDeed(): void {
    this.#deeds -= 1;
    this.#deedEndedMs = this.clock.now();
  }

  /** Whether a detail would come between deeds; if so, it has its chance later. */
  #isDisturbing(): boolean {
    const now = this.clock.now();
    const lullAtMs = this.#deeds > 0 ? Infinity : this.#deedEndedMs + lullMs;
    const undisturbedAtMs = Math.min(lullAtMs, this.#deedsSinceMs + undisturbedMs);
    if (undisturbedAtMs <= now) return false;
    this.#wakeAt(undisturbedAtMs, now);
    return true;
  }

  #wakeAt(atMs: number, nowMs: number): void {
    if (this.#waking && this.#waking.atMs <= atMs) return;
    this.#waking?.cancel();
    const cancel = this.clock.after(atMs - nowMs, () => {
      this.#waking = null;
      this.#admit();
    });
    this.#waking = { atMs, cancel };
  }
}
