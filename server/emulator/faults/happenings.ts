import type { Clock } from '../clock';
import type { FaultCode } from './fault-table';

/** Something that happened on the stage, for whoever rehearses. */
export type Happening =
  | { readonly what: 'joined' | 'left'; readonly name: string; readonly participant: string; readonly meeting: string; readonly callBridge: string }
  /** A newcomer was made for a move; whether they arrive is another matter. */
  | {
      readonly what: 'move';
      readonly name: string;
      readonly participant: string;
      readonly movedParticipant: string;
      readonly meeting: string;
      readonly callBridge: string;
    }
  /** Whom it hit, and what they are called, where a person can be told. */
  | {
      readonly what: 'fault';
      readonly fault: FaultCode;
      readonly callBridge: string;
      readonly participant: string | null;
      readonly name: string | null;
    };

/** `number` counts from 1 and never repeats, so that a reader can ask for what came after. */
export type NumberedHappening = Happening & { readonly number: number; readonly at: string };

const happeningsKept = 500;

/** The newest that happened. */
export class Happenings {
  readonly #clock: Pick<Clock, 'now'>;
  #kept: NumberedHappening[] = [];
  #number = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  add(happening: Happening): void {
    this.#number += 1;
    this.#kept.push({ ...happening, number: this.#number, at: new Date(this.#clock.now()).toISOString() });
    // Dropped in blocks: shifting an array for each would cost more than the entry.
    if (this.#kept.length >= happeningsKept * 2) this.#kept = this.#kept.slice(-happeningsKept);
  }

  after(number: number): NumberedHappening[] {
    return this.#kept.slice(-happeningsKept).filter((one) => one.number > number);
  }
}
