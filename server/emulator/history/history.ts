import type { Clock } from '../clock';

/** Where somebody is and how, as their home bridge has it. */
export interface Stay {
  readonly participant: string;
  readonly name: string;
  readonly kind: string;
  readonly callBridge: string;
  /** Correlator of the meeting. */
  readonly meeting: string;
  readonly state: string;
  readonly inLobby: boolean;
  readonly audioMuted: boolean;
  /** Participant that a move made this one from. */
  readonly movedFrom: string | null;
}

/** What became of people, and what the bridges were asked to do with them. */
export type Deed =
  | ({ readonly what: 'came' | 'changed' } & Stay)
  | ({ readonly what: 'left'; readonly reason: string } & Stay)
  /** A request that was to change something about calls or who is in them, once its answer is known. */
  | {
      readonly what: 'asked';
      readonly callBridge: string;
      /** When the request had come in whole. */
      readonly askedAt: string;
      /** What the program that asked calls itself; null if it does not say. */
      readonly agent: string | null;
      readonly method: string;
      readonly path: string;
      /** As it came, cut where it is longer than anybody needs. */
      readonly body: string;
      readonly status: number;
      /** Id of what the request made; null if it made nothing. */
      readonly created: string | null;
    };

/** `number` counts from 1 and never repeats: a reader sees whether they have all of it. */
export type NumberedDeed = Deed & { readonly number: number; readonly at: string };

/** Enough for a thousand people who are moved a few times. */
const deedsKept = 20_000;

/** The emulator's own record of the newest deeds, for whoever holds a client's record against it. */
export class History {
  readonly #clock: Pick<Clock, 'now'>;
  #kept: NumberedDeed[] = [];
  #number = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  add(deed: Deed): void {
    this.#number += 1;
    this.#kept.push({ ...deed, number: this.#number, at: new Date(this.#clock.now()).toISOString() });
    // Dropped in blocks: shifting an array for each would cost more than the entry.
    if (this.#kept.length >= deedsKept * 2) this.#kept = this.#kept.slice(-deedsKept);
  }

  after(number: number): NumberedDeed[] {
    return this.#kept.slice(-deedsKept).filter((one) => one.number > number);
  }
}
