import type { SpaceTarget } from '@/lib/move/target';
import { saysUnknown } from '@/server/bridge-client/answer-reading';
import type { BridgeWriter } from '@/server/bridge-client/bridge-writer';
import type { Clusters } from '@/server/clusters/clusters';
import type { Inventory } from '@/server/inventory/inventory';
import type { CallRecord } from '@/server/moves/call-record';
import type { MadeCall } from '@/server/moves/made-call';
import type { Pauses } from '@/server/moves/pauses';

/** What changes within so long is looked at together. */
const soonMs = 50;
const tryAgainMs = 3_000;

/** How many items are on their way to a meeting. */
export interface HeadedFor {
  /** Those whose request has not been answered. */
  readonly unsent: number;
  /** Those that have come to no end. */
  readonly open: number;
}

/** Counts those who go into a space, or into the meeting that it has. */
type CountHeadedFor = (space: SpaceTarget, meeting: string | null) => HeadedFor;

/** `wait` for news; `try-again` in a while; `over`: nobody has to look after it any more. */
type Next = 'wait' | 'try-again' | 'over';

export interface CallKeeperParts {
  readonly clusters: Pick<Clusters, 'writerFor' | 'spaces' | 'modes'>;
  readonly inventory: Inventory;
}

/**
 * Looks after the calls that Usher made, which stay while they are empty: as soon as somebody is in one, and nobody is being sent there any
 * more, it is to end with the last who leaves. One that nobody came into is deleted once nobody is on the way.
 */
export class CallKeeper {
  readonly #parts: CallKeeperParts;
  readonly #record: CallRecord;
  readonly #pauses: Pauses;
  readonly #headedFor: CountHeadedFor;
  readonly #kept = new Map<string, MadeCall>();
  readonly #busy = new Set<string>();
  /** Those for which something may have changed while they were being looked at. */
  readonly #missed = new Set<string>();
  #isLooking = false;

  constructor(parts: CallKeeperParts, record: CallRecord, pauses: Pauses, headedFor: CountHeadedFor) {
    this.#parts = parts;
    this.#record = record;
    this.#pauses = pauses;
    this.#headedFor = headedFor;
  }

  /** Begins to look after a call that is on record as made. */
  keep(call: MadeCall): void {
    this.#kept.set(call.id, call);
    this.look();
  }

  /** Something may have changed for a call. */
  look(): void {
    if (this.#kept.size === 0 || this.#isLooking) return;
    this.#isLooking = true;
    void this.#pauses.take(soonMs).then(() => {
      this.#isLooking = false;
      for (const call of this.#kept.values()) void this.#attend(call);
    });
  }

  async #attend(call: MadeCall): Promise<void> {
    if (this.#pauses.stopped) return;
    if (this.#busy.has(call.id)) return void this.#missed.add(call.id);
    this.#busy.add(call.id);
    const next = await this.#step(call);
    this.#busy.delete(call.id);
    if (next === 'over') this.#kept.delete(call.id);
    else if (next === 'try-again') void this.#pauses.take(tryAgainMs).then(() => this.look());
    if (this.#missed.delete(call.id)) this.look();
  }

  async #step(call: MadeCall): Promise<Next> {
    const { clusters, inventory } = this.#parts;
    const { callBridge, space, call: id } = call;
    const writer = clusters.writerFor(callBridge);
    const mayWrite = clusters.modes().get(space.cluster) === 'operate' && inventory.picture.callBridges.get(callBridge)?.state === 'connected';
    // A bridge that comes back, or may be written to again, is news, and it is looked at then.
    if (!writer || !mayWrite || id === null) return 'wait';
    const meeting = inventory.meeting(id)?.id ?? null;
    const { unsent, open } = this.#headedFor(space, meeting);
    if (unsent > 0) return 'wait';
    if (meeting !== null && inventory.participantsIn(meeting).some(({ state, kind }) => state === 'connected' && kind !== 'recorder')) {
      return this.#release(call, id, writer);
    }
    if (open > 0) return 'wait';
    const details = await clusters.spaces.callOf(callBridge, id);
    if (details === 'gone') return this.#gone(call);
    if (!details || details.headCount === null) return 'try-again';
    if (details.headCount > 0) return this.#release(call, id, writer);
    return call.state === 'ending' ? this.#end(call, id, writer) : this.#intendToEnd(call);
  }

  async #release(call: MadeCall, id: string, writer: BridgeWriter): Promise<Next> {
    const answer = await writer.releaseCall(id);
    if (!answer.ok) return saysUnknown(answer.error) ? this.#gone(call) : 'try-again';
    await this.#record.done({ ...call, state: 'released' }, 'release-call', 'ok');
    return 'over';
  }

  /**
   * What is about to be deleted is on record first: if this run ends in between, the next one knows who did it. That takes a while, and
   * whoever came in meanwhile must not be thrown out: all is looked at anew.
   */
  async #intendToEnd(call: MadeCall): Promise<Next> {
    const ending: MadeCall = { ...call, state: 'ending' };
    try {
      await this.#record.intend(ending);
    } catch {
      return 'try-again';
    }
    this.#kept.set(call.id, ending);
    return this.#step(ending);
  }

  async #end(call: MadeCall, id: string, writer: BridgeWriter): Promise<Next> {
    // Whoever was sent there while the bridge was asked comes first.
    if (this.#headedFor(call.space, this.#parts.inventory.meeting(id)?.id ?? null).open > 0) return 'wait';
    const answer = await writer.endCall(id);
    if (!answer.ok && !saysUnknown(answer.error)) return 'try-again';
    await this.#record.done({ ...call, state: 'deleted' }, 'delete-call', 'ok');
    return 'over';
  }

  async #gone(call: MadeCall): Promise<Next> {
    if (call.state === 'ending') await this.#record.done({ ...call, state: 'deleted' }, 'delete-call', 'ok');
    else await this.#record.gone({ ...call, state: 'gone' });
    return 'over';
  }
}
