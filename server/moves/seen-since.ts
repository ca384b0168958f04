import type { Item } from '@/lib/move/item';
import type { BeforeAndAfter } from '@/lib/move/prediction';
import type { Inventory } from '@/server/inventory/inventory';
import type { Before } from '@/server/moves/draft-observed';

/** What can be seen now of what came of a move, beside what there was before. */
export function seenSince(item: Item, before: Before | null, inventory: Inventory): BeforeAndAfter {
  const { newParticipant, from, to } = item;
  const there = (before?.waiting ?? []).flatMap((id) => inventory.participant(id) ?? []).filter(({ meeting }) => meeting === to.meeting);
  const waiting = there.filter(({ inLobby }) => inLobby).length;
  return {
    end: item.state,
    old: before?.old ?? null,
    newcomer: newParticipant === null ? null : inventory.participant(newParticipant),
    target: inventory.meeting(to.meeting),
    // A meeting that no bridge has told of so far, after a start, may well be live.
    sourceIsLive: from && (inventory.meeting(from.meeting) !== null || (before === null ? null : false)),
    lobby: before && { waiting, admitted: there.length - waiting },
  };
}
