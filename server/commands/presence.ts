import { z } from 'zod';
import { mostCarried } from '@/lib/meeting/carrying';
import { read } from '@/server/commands/command';
import { inventoryFor } from '@/server/inventory/scoped-inventory';

/**
 * Shows to others whom the operator at one of the console's streams carries; nobody once they were let go. Who is not there, or outside
 * of the caller's scope, is left out. It is asked again and again while somebody is carried, touches no bridge, and is gone with the
 * stream, so that it is on no record.
 */
export const carryPeople = read({
  permission: 'moves.submit',
  scope: 'checked',
  input: z.object({ stream: z.string(), participants: z.array(z.string().min(1).max(64)).max(mostCarried) }),
  run({ inventory, changes }, caller, { stream, participants }) {
    const seen = inventoryFor(inventory, caller.scope);
    const people = [...new Set(participants)].flatMap((id) => seen.participant(id) ?? []);
    changes.carry(stream, caller, people.map(({ id, meeting }) => ({ participant: id, meeting })));
  },
});
