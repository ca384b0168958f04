import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { SpaceTarget } from '@/lib/move/target';
import type { Audit } from '@/server/audit/audit';
import type { Clock } from '@/server/bridge-client/clock';
import type { Clusters } from '@/server/clusters/clusters';
import type { Database } from '@/server/db/schema';
import type { Inventory } from '@/server/inventory/inventory';
import { CallKeeper, type HeadedFor } from '@/server/moves/call-keeper';
import { CallMaker } from '@/server/moves/call-maker';
import { CallRecord } from '@/server/moves/call-record';
import { openMadeCalls, type MadeCall } from '@/server/moves/made-call';
import { Pauses } from '@/server/moves/pauses';

export interface SpaceCallsParts {
  readonly db: Kysely<Database>;
  readonly audit: Pick<Audit, 'write'>;
  readonly inventory: Inventory;
  readonly clusters: Pick<Clusters, 'writerFor' | 'spaces' | 'modes'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The calls that Usher makes for those who go into spaces without a meeting: made, looked after, and deleted if nobody came. */
export class SpaceCalls {
  readonly maker: CallMaker;
  readonly pauses: Pauses;
  readonly #keeper: CallKeeper;
  readonly #parts: SpaceCallsParts;

  /** @param onMade told of each call that Usher made */
  constructor(parts: SpaceCallsParts, headedFor: (space: SpaceTarget, meeting: string | null) => HeadedFor, onMade: (call: MadeCall) => void) {
    this.#parts = parts;
    this.pauses = new Pauses(parts.clock);
    const record = new CallRecord(parts, this.pauses);
    this.#keeper = new CallKeeper(parts, record, this.pauses, headedFor);
    this.maker = new CallMaker(parts, record, this.pauses, (call) => {
      this.#keeper.keep(call);
      onMade(call);
    });
  }

  /** Something may have changed for one of them: who is in a meeting, or what becomes of an order. */
  look(): void {
    this.#keeper.look();
  }

  /**
   * Takes up what an earlier run left. @param holdBack told of each space of which it is not known whether it has a call, and when it is:
   * until then no other one must be made there
   */
  async recover(holdBack: (space: SpaceTarget, until: Promise<unknown>) => void): Promise<void> {
    for (const call of await openMadeCalls(this.#parts.db)) {
      if (call.state === 'asked') holdBack(call.space, this.maker.readBack(call));
      else this.#keeper.keep(call);
    }
  }

  stop(): void {
    this.pauses.stop();
  }
}
