import type { SpaceTarget } from '@/lib/move/target';
import type { Answer, BridgeError } from '@/server/bridge-client/bridge-error';
import type { CallDetails } from '@/server/bridge-client/bridge-objects';
import type { Clock } from '@/server/bridge-client/clock';
import type { Clusters } from '@/server/clusters/clusters';
import type { CallRecord } from '@/server/moves/call-record';
import { databaseAway } from '@/server/moves/deed';
import type { MadeCall } from '@/server/moves/made-call';
import type { Pauses } from '@/server/moves/pauses';
import { sortableId } from '@/server/sortable-id';

/** A request that has not shown by then was not carried out: it is given up after five seconds, wherever it is. */
const surelyOverMs = 10_000;
const lookAgainMs = 1_000;
/** Of a bridge that is not Usher's any more nothing can be read. */
const forgottenMs = 300_000;
/** A bridge tells how long a call has been there in whole seconds. */
const toleranceMs = 1_000;

/** Why a space has no meeting that somebody could be moved into. */
export type CallError = Pick<BridgeError, 'detail'> & { readonly code: string };
export type Opened = { readonly ok: true } | { readonly ok: false; readonly error: CallError };

export interface CallMakerParts {
  readonly clusters: Pick<Clusters, 'writerFor' | 'spaces'>;
  readonly clock: Clock;
}

/**
 * Makes calls in spaces that have none. What is asked for is on record before the request leaves; where no answer came it is read back,
 * and never asked for again before it is sure that there is nothing.
 */
export class CallMaker {
  /** @param onMade told of each call that Usher made, once that is on record */
  constructor(
    private readonly parts: CallMakerParts,
    private readonly record: CallRecord,
    private readonly pauses: Pauses,
    private readonly onMade: (call: MadeCall) => void,
  ) {}

  /** Sees to it that a bridge has a call in a space. One at a time for each space. */
  async open(order: string, space: SpaceTarget, callBridge: string): Promise<Opened> {
    const { clusters, clock } = this.parts;
    const there = await clusters.spaces.callsIn(callBridge, space.space);
    if (there === null) return { ok: false, error: unread };
    // Somebody else was faster: it is not Usher's.
    if (there.length > 0) return { ok: true };
    const now = clock.now();
    const asked: MadeCall = { id: sortableId(now), order, space, callBridge, state: 'asked', call: null, askedAtMs: now };
    try {
      await this.record.intend(asked);
    } catch {
      return { ok: false, error: databaseAway };
    }
    const answer = await this.#ask(asked);
    if (answer.ok) return this.#made(asked, answer.value.call);
    if (!answer.error.mayHaveActed) return this.#notMade(asked, answer.error);
    return (await this.readBack(asked)) ? { ok: true } : { ok: false, error: answer.error };
  }

  /** Finds out what became of a call that was asked for. @returns whether it is there; false too if Usher stops before it is known */
  async readBack(asked: MadeCall): Promise<boolean> {
    const { clusters, clock } = this.parts;
    for (; !this.pauses.stopped; await this.pauses.take(lookAgainMs)) {
      const ageMs = clock.now() - asked.askedAtMs;
      const found = await this.#ours(asked);
      if (found) return (await this.#made(asked, found.id)).ok;
      const isSure = found === null && ageMs > surelyOverMs;
      if (isSure || (ageMs > forgottenMs && clusters.writerFor(asked.callBridge) === null)) return (await this.#notMade(asked, unread)).ok;
    }
    return false;
  }

  #ask({ callBridge, space }: MadeCall): Promise<Answer<{ call: string }>> {
    const writer = this.parts.clusters.writerFor(callBridge);
    return writer ? writer.makeCall(space.space) : Promise.resolve({ ok: false, error: { ...unread, status: null, failureTag: null, mayHaveActed: false } });
  }

  /** Null if the bridge has none; undefined if it does not say. */
  async #ours(asked: MadeCall): Promise<CallDetails | null | undefined> {
    const { spaces } = this.parts.clusters;
    const there = await spaces.callsIn(asked.callBridge, asked.space.space);
    if (there === null) return undefined;
    for (const { id } of there) {
      const details = await spaces.callOf(asked.callBridge, id);
      if (details === null) return undefined;
      if (details !== 'gone' && isFrom(details, asked, this.parts.clock.now())) return details;
    }
    return null;
  }

  async #made(asked: MadeCall, call: string): Promise<Opened> {
    const made: MadeCall = { ...asked, state: 'made', call };
    await this.record.done(made, 'make-call', 'ok');
    this.onMade(made);
    return { ok: true };
  }

  async #notMade(asked: MadeCall, error: CallError): Promise<Opened> {
    await this.record.done({ ...asked, state: 'not-made' }, 'make-call', error.code);
    return { ok: false, error };
  }
}

/**
 * Whether a call in the space is the one that was asked for: there was none before, it began since, and it stays while it is empty, as no
 * call does that somebody dialled into. Source: docs/cms-wire.md, section 2.1.
 */
function isFrom({ activeWhenEmpty, durationSeconds }: CallDetails, { askedAtMs }: MadeCall, nowMs: number): boolean {
  return activeWhenEmpty === true && durationSeconds !== null && nowMs - durationSeconds * 1_000 >= askedAtMs - toleranceMs;
}

const unread = { code: 'bridge-unreachable' as const, detail: 'The call bridge does not say whether the space has a call, so nobody was sent there.' };
