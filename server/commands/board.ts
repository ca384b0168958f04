import { z } from 'zod';
import { firstOf } from '@/lib/first-of';
import { mostDrawn } from '@/lib/meeting/board-view';
import { busiest } from '@/lib/meeting/busiest';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import { compareNames } from '@/lib/meeting/compare-names';
import type { FirstPicture } from '@/lib/meeting/first-picture';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { read } from '@/server/commands/command';
import type { Inventory } from '@/server/inventory/inventory';
import { inventoryFor } from '@/server/inventory/scoped-inventory';

const input = z.object({
  /** The meetings on the board, in order; none for the busiest. */
  meetings: z.array(z.string().min(1).max(200)).max(mostDrawn.columns),
  columns: z.number().int().min(1).max(mostDrawn.columns),
  people: z.number().int().min(1).max(mostDrawn.people),
});

/** As much of the board as is in view: a few columns with the first of their people, and the bridges that these are on. */
export const getBoard = read({
  permission: 'meetings.read',
  scope: 'checked',
  input,
  run({ inventory: all }, { scope }, { meetings: ids, columns: count, people: most }): FirstPicture {
    const inventory = inventoryFor(all, scope);
    const meetings = ids.length > 0 ? upToTheFirstThatEnded(ids.slice(0, count), inventory) : busiest(inventory.picture.meetings.values(), count);
    const columns = meetings.map((meeting) => ({ meeting, people: firstOf(inventory.participantsIn(meeting.id), most, byName) }));
    return { columns, callBridges: bridgesOf(columns, inventory) };
  },
});

/** Where a meeting has ended, the column may go on with the next one of its space; what stands behind it cannot be placed before that is known. */
function upToTheFirstThatEnded(ids: readonly string[], inventory: Inventory): Meeting[] {
  const meetings = ids.map((id) => inventory.meeting(id));
  const ended = meetings.indexOf(null);
  return meetings.slice(0, ended < 0 ? undefined : ended).filter((meeting) => meeting !== null);
}

function bridgesOf(columns: FirstPicture['columns'], inventory: Inventory): CallBridge[] {
  const ids = columns.flatMap(({ meeting, people }) => [...meeting.calls.map(({ callBridge }) => callBridge), ...people.map(({ callBridge }) => callBridge.id)]);
  const { callBridges } = inventory.picture;
  return [...new Set(ids)].flatMap((id) => callBridges.get(id) ?? []);
}

function byName(a: Participant, b: Participant): number {
  return compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
