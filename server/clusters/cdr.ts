import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '@/server/bridge-client/clock';
import { CdrSecrets } from '@/server/clusters/cdr-secrets';
import { CdrSlots, type SlotState } from '@/server/clusters/cdr-slots';
import type { ClusterRegistry } from '@/server/clusters/cluster-registry';
import type { Sealer } from '@/server/clusters/seal';
import type { Database } from '@/server/db/schema';
import type { SenderCondition } from '@/server/feeds/bridge-condition';
import { CdrDesk } from '@/server/feeds/cdr/cdr-desk';
import type { CdrFigures } from '@/server/feeds/cdr/cdr-sender';
import { noteRecord } from '@/server/feeds/cdr/note-record';
import type { FeedSet } from '@/server/feeds/feed-set';
import type { Inventory } from '@/server/inventory/inventory';
import type { Journal } from '@/server/journal/journal';

export interface CdrParts {
  readonly db: Kysely<Database>;
  readonly seal: Sealer;
  /** How bridges reach Usher; null: no records are asked for. */
  readonly base: string | null;
  readonly clock: Clock;
  readonly log: Logger;
  readonly registry: ClusterRegistry;
  readonly feeds: FeedSet;
  readonly inventory: Inventory;
  readonly journal: Journal;
}

type CdrCondition = Pick<SenderCondition, 'cdr' | 'callRecords'>;

/** Call detail records: the slots on the bridges, and where they come in. */
export interface Cdr {
  readonly slots: CdrSlots;
  readonly desk: CdrDesk;
  /** How a bridge does as a sender of them. */
  conditionOf(callBridge: string): CdrCondition;
  /** Takes up the secrets that are stored. Throws `wrong-secret` if they cannot be decrypted. */
  load(): Promise<void>;
}

export function createCdr({ db, seal, base, clock, log, registry, feeds, inventory, journal }: CdrParts): Cdr {
  const secrets = new CdrSecrets(db, seal);
  const slots = new CdrSlots({
    secrets,
    base: base ?? '',
    clock,
    log,
    clientOf: (id) => feeds.clientOf(id),
    isWanted: (id) => base !== null && registry.sendsCdr(id),
    onState: (id) => feeds.identityChanged(id),
  });
  const desk = new CdrDesk({
    clock,
    admits: (id, secret) => slots.admits(id, secret),
    isKnown: (id) => registry.find(id) !== null,
    onRecord(id, record, word) {
      noteRecord(journal, { id, clockDifferenceMs: inventory.picture.callBridges.get(id)?.clockDifferenceMs ?? null }, record);
      if (word) feeds.legTold(id, word);
    },
    onBegin: (id) => feeds.identityChanged(id),
  });
  inventory.subscribe((change) => {
    slots.heed(change);
    if (change.event === 'call-bridge-removed') desk.forget(change.data.id);
  });
  const conditionOf = (id: string) => condition(slots.stateOf(id), desk.figuresOf(id), clock.now());
  return { slots, desk, conditionOf, load: () => secrets.load() };
}

const nothingCame: CdrFigures = { lastAtMs: null, received: 0, missing: 0, doubled: 0, unreadable: 0, refused: 0 };

/** `active`: the bridge has a slot for Usher, and something has come. */
function condition({ wanted, taken, problem }: SlotState, figures: CdrFigures | null, nowMs: number): CdrCondition {
  if (!wanted) return { cdr: 'off', callRecords: null };
  const { lastAtMs, ...counts } = figures ?? nothingCame;
  return {
    cdr: taken && lastAtMs !== null ? 'active' : 'waiting',
    callRecords: { ageMs: lastAtMs === null ? null : Math.max(0, nowMs - lastAtMs), ...counts, problem },
  };
}
