import type { SlotState } from '@/server/clusters/cdr-slots';
import type { SenderCondition } from '@/server/feeds/bridge-condition';
import type { CdrFigures } from '@/server/feeds/cdr/cdr-sender';

const nothingCame: CdrFigures = { lastAtMs: null, received: 0, missing: 0, doubled: 0, unreadable: 0, refused: 0 };

/** How a bridge does as a sender of call detail records. `active`: it has a slot for Usher, and something has come. */
export function senderCondition({ wanted, taken, problem }: SlotState, figures: CdrFigures | null, nowMs: number): Omit<SenderCondition, 'syslog'> {
  if (!wanted) return { cdr: 'off', callRecords: null };
  const { lastAtMs, ...counts } = figures ?? nothingCame;
  return {
    cdr: taken && lastAtMs !== null ? 'active' : 'waiting',
    callRecords: { ageMs: lastAtMs === null ? null : Math.max(0, nowMs - lastAtMs), ...counts, problem },
  };
}
