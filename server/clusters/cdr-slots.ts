import type { Logger } from 'pino';
import type { Change } from '@/lib/meeting/change';
import { saysUnknown } from '@/server/bridge-client/answer-reading';
import type { BridgeClient } from '@/server/bridge-client/bridge-client';
import type { BridgeError } from '@/server/bridge-client/bridge-error';
import type { Clock } from '@/server/bridge-client/clock';
import type { CdrSecrets } from '@/server/clusters/cdr-secrets';
import { cdrAddress, slotDeeds } from '@/server/clusters/slot-deeds';

/** A bridge that lost its list of receivers, or whose list somebody else changed, is put right within this. */
const checkEveryMs = 60_000;

/** How it stands with Usher's slot on a bridge. */
export interface SlotState {
  /** Whether the cluster is to send its records. */
  readonly wanted: boolean;
  /** Whether the bridge had the slot when it was last looked at. */
  readonly taken: boolean;
  /** In words, why it has none though it is wanted; null if nothing is in the way. */
  readonly problem: string | null;
}

export interface CdrSlotsParts {
  readonly secrets: CdrSecrets;
  /** How a bridge reaches Usher. */
  baseOf(callBridge: string): string;
  readonly clock: Clock;
  readonly log: Logger;
  /** The client of a bridge that is followed. */
  clientOf(callBridge: string): BridgeClient | null;
  isWanted(callBridge: string): boolean;
  /** Told when the state of a slot became another. */
  onState(callBridge: string): void;
}

const noSlot = { taken: false, problem: null };

/**
 * Keeps one of the four receiver slots of each bridge whose cluster is to send its call detail records, and gives up those that
 * are not wanted any more. A slot of somebody else is never touched; where all are taken, that is said.
 */
export class CdrSlots {
  readonly #parts: CdrSlotsParts;
  readonly #states = new Map<string, Omit<SlotState, 'wanted'>>();
  /** The last look at each bridge: they come one after the other. */
  readonly #looks = new Map<string, Promise<void>>();
  readonly #connected = new Set<string>();
  /** Bridges that are being forgotten: nothing is wanted of them any more. */
  readonly #left = new Set<string>();
  #cancelCheck: (() => void) | null = null;

  constructor(parts: CdrSlotsParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#cancelCheck = this.#parts.clock.after(checkEveryMs, () => {
      for (const id of this.#connected) void this.settle(id);
      this.start();
    });
  }

  stop(): void {
    this.#cancelCheck?.();
  }

  stateOf(callBridge: string): SlotState {
    return { wanted: this.#isWanted(callBridge), ...(this.#states.get(callBridge) ?? noSlot) };
  }

  /** Whether a post with this secret is one of that bridge, and is wanted. */
  admits(callBridge: string, secret: string): boolean {
    return this.#parts.secrets.fits(callBridge, secret) && this.#isWanted(callBridge);
  }

  /** Takes in what became of a bridge: one that is back may have lost its list of receivers. */
  heed(change: Change): void {
    if (change.event === 'call-bridge-removed') this.#connected.delete(change.data.id);
    if (change.event !== 'call-bridge') return;
    const { id, state } = change.data;
    const wasConnected = this.#connected.has(id);
    if (state === 'connected' && !wasConnected) {
      this.#connected.add(id);
      void this.settle(id);
    } else if (state !== 'connected' && wasConnected) {
      this.#connected.delete(id);
      this.#become(id, false, null);
    }
  }

  /** Brings a bridge's slot in line with what is wanted. Never rejects: what is in the way is told by the state. */
  settle(callBridge: string): Promise<void> {
    return this.#inTurn(callBridge, () => this.#look(callBridge, this.#isWanted(callBridge)));
  }

  /** Gives up a bridge's slot, if it can be reached, and its secret: it is about to be another bridge. */
  release(callBridge: string): Promise<void> {
    return this.#inTurn(callBridge, async () => {
      await this.#look(callBridge, false);
      if (this.#parts.secrets.of(callBridge) === null) return;
      this.#parts.log.warn({ callBridge }, 'a receiver of call detail records could not be given up; it is left on the call bridge');
      await this.#parts.secrets.forget(callBridge);
    });
  }

  /** Like {@link release}, for a bridge that is about to be forgotten. */
  async leave(callBridge: string): Promise<void> {
    this.#left.add(callBridge);
    await this.release(callBridge);
    this.#states.delete(callBridge);
    this.#looks.delete(callBridge);
  }

  #isWanted(callBridge: string): boolean {
    return !this.#left.has(callBridge) && this.#parts.isWanted(callBridge);
  }

  #inTurn(callBridge: string, look: () => Promise<void>): Promise<void> {
    const before = this.#looks.get(callBridge) ?? Promise.resolve();
    const turn = before.then(look).catch((error: unknown) => {
      this.#parts.log.error({ err: error, callBridge }, 'the receiver of call detail records could not be looked after');
    });
    this.#looks.set(callBridge, turn);
    return turn;
  }

  async #look(callBridge: string, wanted: boolean): Promise<void> {
    const { secrets, clock } = this.#parts;
    const client = this.#connected.has(callBridge) ? this.#parts.clientOf(callBridge) : null;
    // One without a secret never had a slot.
    if (!client || (!wanted && secrets.of(callBridge) === null)) return;
    const own = { base: this.#parts.baseOf(callBridge), callBridge, secret: await secrets.ensure(callBridge, clock.now()) };
    const listed = await client.reader.cdrReceivers();
    if (!listed.ok) return this.#become(callBridge, false, wanted ? wordsOf(listed.error) : null);
    const { release, take, full } = slotDeeds(listed.value, own, wanted);
    for (const id of release) {
      const released = await client.cdrSlots.release(id);
      if (!released.ok && !saysUnknown(released.error)) return this.#become(callBridge, false, wordsOf(released.error));
    }
    if (full) return this.#become(callBridge, false, noneFree(listed.value.maximum));
    const taken = take ? await client.cdrSlots.take(cdrAddress(own)) : null;
    if (taken && !taken.ok) {
      const isFull = taken.error.failureTag === 'tooManyCdrReceivers';
      return this.#become(callBridge, false, isFull ? noneFree(listed.value.maximum) : wordsOf(taken.error));
    }
    this.#become(callBridge, wanted, null);
    if (!wanted) await secrets.forget(callBridge);
  }

  #become(callBridge: string, taken: boolean, problem: string | null): void {
    const before = this.#states.get(callBridge) ?? noSlot;
    this.#states.set(callBridge, { taken, problem });
    if (before.taken === taken && before.problem === problem) return;
    this.#parts.log.info({ callBridge, taken, problem }, 'receiver of call detail records');
    this.#parts.onState(callBridge);
  }
}

function noneFree(maximum: number): string {
  return `All ${maximum} receivers of call detail records on this call bridge are taken by others. Free one of them there; Usher takes none that it has not set itself.`;
}

function wordsOf({ detail }: BridgeError): string {
  return `No call detail records: ${detail}`;
}
