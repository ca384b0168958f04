import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '@/server/bridge-client/clock';
import { CdrSecrets } from '@/server/clusters/cdr-secrets';
import { CdrSlots, type SlotState } from '@/server/clusters/cdr-slots';
import type { ClusterRegistry, RegisteredBridge } from '@/server/clusters/cluster-registry';
import type { Sealer } from '@/server/clusters/seal';
import type { Database } from '@/server/db/schema';
import type { SenderCondition } from '@/server/feeds/bridge-condition';
import { CdrDesk } from '@/server/feeds/cdr/cdr-desk';
import type { CdrFigures, RecordCount } from '@/server/feeds/cdr/cdr-sender';
import { toldByRecord } from '@/server/feeds/cdr/told-by-record';
import { noteRecord } from '@/server/feeds/cdr/note-record';
import type { FeedSet } from '@/server/feeds/feed-set';
import type { Inventory } from '@/server/inventory/inventory';
import type { Journal } from '@/server/journal/journal';
import type { ToldByRecord } from '@/server/journal/recent-lines';

export interface CdrParts {
  readonly db: Kysely<Database>;
  readonly seal: Sealer;
  /** How bridges reach Usher, by where they come from; null: those are not asked for records. */
  readonly bases: Readonly<Record<RegisteredBridge['origin'], string | null>>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly registry: ClusterRegistry;
  readonly feeds: FeedSet;
  readonly inventory: Inventory;
  readonly journal: Journal;
  /** Told what a record adds to what events and reads say. */
  readonly onTold?: (told: ToldByRecord) => void;
}

type CdrCondition = Pick<SenderCondition, 'cdr' | 'callRecords'>;

/** Call detail records: the slots on the bridges, and where they come in. */
export interface Cdr {
  readonly slots: CdrSlots;
  readonly desk: CdrDesk;
  /** How a bridge does as a sender of them. */
  conditionOf(callBridge: string): CdrCondition;
  /** Takes in what a bridge says of how many records it has made. */
  counted(callBridge: string, count: RecordCount): void;
  /** Takes up the secrets that are stored. Throws `wrong-secret` if they cannot be decrypted. */
  load(): Promise<void>;
}

export function createCdr({ db, seal, bases, clock, log, registry, feeds, inventory, journal, onTold }: CdrParts): Cdr {
  const secrets = new CdrSecrets(db, seal);
  const baseOf = (id: string) => bases[registry.find(id)?.origin ?? 'configured'];
  const slots = new CdrSlots({
    secrets,
    baseOf: (id) => baseOf(id) ?? '',
    clock,
    log,
    clientOf: (id) => feeds.clientOf(id),
    isWanted: (id) => baseOf(id) !== null && registry.sendsCdr(id),
    onState: (id) => feeds.identityChanged(id),
  });
  const desk = new CdrDesk({
    clock,
    admits: (id, secret) => slots.admits(id, secret),
    isKnown: (id) => registry.find(id) !== null,
    onRecord(id, record, word) {
      noteRecord(journal, { id, clockDifferenceMs: inventory.picture.callBridges.get(id)?.clockDifferenceMs ?? null }, record);
      if (word) feeds.legTold(id, word);
      const told = toldByRecord(record, word?.participant ?? null);
      if (told) onTold?.(told);
    },
    onBegin: (id) => feeds.identityChanged(id),
  });
  inventory.subscribe((change) => {
    slots.heed(change);
    if (change.event === 'call-bridge-removed') desk.forget(change.data.id);
  });
  const conditionOf = (id: string) => {
    const isUnreached = inventory.picture.callBridges.get(id)?.alarms.includes('cdrConnectionFailure') ?? false;
    return condition(slots.stateOf(id), desk.figuresOf(id), isUnreached ? notReached(baseOf(id) ?? '') : null, clock.now());
  };
  const counted = (id: string, count: RecordCount) => {
    if (slots.stateOf(id).wanted) desk.counted(id, count);
    else desk.pause(id);
  };
  return { slots, desk, conditionOf, counted, load: () => secrets.load() };
}

const nothingCame: CdrFigures = { lastAtMs: null, received: 0, missing: 0, doubled: 0, unreadable: 0, refused: 0 };

/** What a bridge's alarm about its receivers comes down to as long as nothing has come here. Source: docs/cms-wire.md, section 3. */
function notReached(base: string): string {
  return `This call bridge does not reach all receivers of its call detail records, and none has come here. Check that it can reach ${base}.`;
}

/**
 * `active`: the bridge has a slot for Usher, and something has come.
 * @param unreached why nothing may come, if nothing has
 */
function condition({ wanted, taken, problem }: SlotState, figures: CdrFigures | null, unreached: string | null, nowMs: number): CdrCondition {
  if (!wanted) return { cdr: 'off', callRecords: null };
  const { lastAtMs, ...counts } = figures ?? nothingCame;
  return {
    cdr: taken && lastAtMs !== null ? 'active' : 'waiting',
    callRecords: { ageMs: lastAtMs === null ? null : Math.max(0, nowMs - lastAtMs), ...counts, problem: problem ?? (lastAtMs === null ? unreached : null) },
  };
}
