import type { Caller } from '@/lib/access/access';
import { isInScope, seesCluster } from '@/lib/access/scope';
import { isEndedId } from '@/lib/meeting/ended-meeting';
import type { SpaceTarget } from '@/lib/move/target';
import { invalidField } from '@/lib/problem/problem';
import type { CommandParts } from '@/server/commands/command';
import type { KnownTargets, Moved, TargetIds } from '@/server/diagnoses/known-targets';
import { inventoryFor } from '@/server/inventory/scoped-inventory';

/** Somebody may be moved on, and once more: the orders that name one participant are few. */
const mostOrders = 10;

type Parts = Pick<CommandParts, 'clusters' | 'inventory' | 'history' | 'moves' | 'numericIds'>;

/** Where a meeting is or was, and what it is called. */
interface Whereabouts {
  readonly name: string;
  readonly cluster: string;
  readonly space: string | null;
}

/** What the caller may know of targets. What is outside of their scope is not there. */
export function knownTargets(parts: Parts, caller: Caller): KnownTargets {
  return {
    async meant(to) {
      if ('space' in to) return idsOfSpace(parts, caller, to);
      const place = await meetingFor(parts, caller, to.meeting);
      if (!place) throw invalidField('expected.to.meeting', 'There is no such meeting.');
      return idsOfMeeting(parts, place);
    },
    async ofMove(moved) {
      const known = await itemOf(parts, caller, moved);
      return known?.route.to ? idsOfMeeting(parts, { ...known.route.to, name: known.item.to.name }) : null;
    },
  };
}

async function meetingFor({ inventory, history }: Parts, { scope }: Caller, id: string): Promise<Whereabouts | null> {
  const live = inventoryFor(inventory, scope).meeting(id);
  const meeting = live ?? (isEndedId(id) ? (await history.find(id))?.meeting : null);
  if (!meeting || !isInScope(scope, { cluster: meeting.cluster.id, space: meeting.space })) return null;
  return { name: meeting.name, cluster: meeting.cluster.id, space: meeting.space };
}

/** The item that Usher has of a move; null where it has none, or none of which the caller may see both sides. */
async function itemOf({ moves }: Parts, caller: Caller, { participant, newParticipant }: Moved) {
  const id = participant ?? newParticipant;
  const orders = id === null ? [] : await moves.list({ filter: { participant: id }, limit: mostOrders, before: null }, caller);
  for (const order of orders) {
    const item = order.items.find((one) => (participant === null || one.participant === participant) && (newParticipant === null || one.newParticipant === newParticipant));
    if (item) return moves.findItem(order.id, item.id, caller).catch(() => null);
  }
  return null;
}

async function idsOfMeeting({ numericIds }: Parts, { name, cluster, space }: Whereabouts): Promise<TargetIds> {
  if (space === null) return { numericIds: [], words: `${name} takes place in no space: it has no numeric ids to compare.` };
  const found = await numericIds.of({ space, cluster });
  if (found === 'none') return { numericIds: [], words: `The space of ${name} is gone, and with it its numeric ids.` };
  if (found === 'unanswered') return { numericIds: [], words: `Which numeric ids ${name} has is not known: no call bridge of its cluster answered.` };
  return { numericIds: found.ids, words: idsWords(found) };
}

async function idsOfSpace({ clusters, numericIds }: Parts, { scope }: Caller, { space, cluster }: { readonly space: string; readonly cluster?: string }): Promise<TargetIds> {
  const possible = clusters.list().filter(({ id, name }) => seesCluster(scope, id) && isInScope(scope, { cluster: id, space }) && (cluster === undefined || cluster === id || cluster === name));
  const answers = await Promise.all(possible.map(({ id }) => numericIds.of({ space, cluster: id } satisfies SpaceTarget)));
  const found = answers.filter((answer) => typeof answer === 'object');
  if (found.length > 1) throw invalidField('expected.to.cluster', 'Several clusters have this space. Say which is meant.');
  const isUnsure = answers.includes('unanswered');
  const [only] = found;
  if (!only && !isUnsure) throw invalidField('expected.to.space', 'There is no such space.');
  if (!only || isUnsure) return { numericIds: [], words: 'Which numeric ids the space has is not known: not every call bridge that may know answered.' };
  return { numericIds: only.ids, words: idsWords(only) };
}

function idsWords({ name, ids, callBridge }: { readonly name: string; readonly ids: readonly string[]; readonly callBridge: string }): string {
  return ids.length === 0 ? `${name} has no numeric id, as ${callBridge} says.` : `${name} has ${ids.length === 1 ? 'the numeric id' : 'the numeric ids'} ${ids.join(', ')} now, as ${callBridge} says.`;
}
