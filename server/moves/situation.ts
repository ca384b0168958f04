import { isInScope, type Scope } from '@/lib/access/scope';
import { choicesOf } from '@/lib/move/choices';
import { judge, mayGo } from '@/lib/move/judge';
import type { MoveRequest } from '@/lib/move/order';
import type { MoveSituation } from '@/lib/move/situation';
import { spaceOf, type ItemTarget } from '@/lib/move/target';
import type { Verdict } from '@/lib/move/verdict';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Clusters } from '@/server/clusters/clusters';
import type { SpaceDesk } from '@/server/clusters/space-desk';
import type { Inventory } from '@/server/inventory/inventory';
import { inventoryFor } from '@/server/inventory/scoped-inventory';
import { prospectOf } from '@/server/moves/meeting-to-be';
import { withMeanwhile, type LastMoves } from '@/server/moves/last-moves';
import { liveTarget } from '@/server/moves/target';

/** What a verdict is made from: what is live, and what the clusters allow. */
export interface Known {
  readonly inventory: Inventory;
  readonly clusters: Clusters;
  readonly lastMoves: LastMoves;
}

/** What a verdict takes of it. */
export interface Judging {
  readonly inventory: Inventory;
  readonly clusters: Pick<Clusters, 'modes'> & { readonly spaces: Pick<SpaceDesk, 'find'> };
  readonly lastMoves: LastMoves;
}

/** What may be known to whoever has this scope: what is outside is not there. */
export function knownTo({ inventory, clusters, lastMoves }: Judging, scope: Scope | null): Judging {
  if (scope === null) return { inventory, clusters, lastMoves };
  const find: SpaceDesk['find'] = (space) => (isInScope(scope, space) ? clusters.spaces.find(space) : { exists: false });
  return { inventory: inventoryFor(inventory, scope), clusters: { modes: () => clusters.modes(), spaces: { find } }, lastMoves: lastMoves.for(scope) };
}

/** What an order asks for, with ids as the caller gave them: a call id serves for a meeting's. Or where an item of it goes. */
export type Wish = Pick<MoveRequest, 'participants' | 'onlyIfIn' | 'lobby' | 'settings'> & { readonly to: MoveRequest['to'] | ItemTarget };

/** Everything that an order is judged by, as it is known at this moment. Of a space without a meeting: as it would be. */
export function situationOf(known: Judging, wish: Wish, mayMove: boolean): MoveSituation {
  const live = { ...withoutDetails(known, wish, mayMove), details: detailsOf(known.inventory, meetingsConcerned(known.inventory, wish)) };
  return withProspect(known, wish, live);
}

/** The call would be made where the first who may go is homed: which of the bridges that is, decides for those who come after. */
function withProspect({ clusters }: Judging, { to }: Wish, situation: MoveSituation): MoveSituation {
  const space = situation.target ? null : spaceOf(to);
  if (!space) return situation;
  const seen = clusters.spaces.find(space);
  const toBe = (host: string | null): MoveSituation => {
    const prospect = prospectOf(space, seen, host);
    if (!prospect) return situation;
    return { ...situation, target: prospect.meeting, details: new Map([...situation.details, [prospect.meeting.id, prospect.details]]) };
  };
  const anywhere = toBe(null);
  const first = judge(anywhere).findIndex(({ allowed }) => allowed);
  const host = situation.candidates[first]?.participant?.callBridge.id ?? null;
  return host === null ? anywhere : toBe(host);
}

function withoutDetails({ inventory, clusters, lastMoves }: Judging, wish: Wish, mayMove: boolean): Omit<MoveSituation, 'details'> {
  const target = liveTarget(inventory, wish.to);
  return {
    mayMove,
    choices: choicesOf(wish),
    target,
    sources: inventory.picture.meetings,
    modes: clusters.modes(),
    callBridges: inventory.picture.callBridges,
    candidates: wish.participants.map((id) => {
      const participant = inventory.participant(id);
      return {
        participant,
        movedAway: participant === null && (inventory.successorOf(id) !== null || lastMoves.of(id) !== null),
        onlyIfIn: wish.onlyIfIn === undefined ? null : (inventory.meeting(wish.onlyIfIn)?.id ?? wish.onlyIfIn),
      };
    }),
  };
}

function detailsOf(inventory: Inventory, meetings: readonly string[]): MoveSituation['details'] {
  return new Map(meetings.flatMap((id) => {
    const details = inventory.detailsOf(id);
    return details ? [[id, details]] : [];
  }));
}

/** The meetings that a wish is about, as far as they are live: the target, and where the people are. */
export function meetingsConcerned(inventory: Inventory, wish: Wish): string[] {
  const target = liveTarget(inventory, wish.to);
  return [...new Set([...(target ? [target.id] : []), ...wish.participants.flatMap((id) => inventory.participant(id)?.meeting ?? [])])];
}

/** Whether the one participant of the wish may go now; what it would bring with it is left out. It costs the same however many are in the meetings. */
export function judgeDeed(known: Judging, wish: Wish, mayMove: boolean): Omit<Verdict, 'consequences'> {
  const situation = withoutDetails(known, wish, mayMove);
  const verdict = mayGo(withProspect(known, wish, { ...situation, details: situation.target ? placesIn(situation.target) : new Map() }));
  return withMeanwhile(known, wish.participants[0] ?? '', verdict);
}

/** Of a meeting's details those that say whether it is full. Recorders fill no place. */
function placesIn({ id, limit, participantCount, kinds }: Meeting): MoveSituation['details'] {
  return new Map([[id, { meeting: id, limit, headCount: participantCount - (kinds.recorder ?? 0) }]]);
}

/**
 * The call to send the move to: on a bridge that hosts the target and answers, the participant's own if it is one of them.
 * Null if none answers.
 */
export function callToAsk(target: Meeting, homeBridge: string | null, { inventory }: Pick<Known, 'inventory'>): Meeting['calls'][number] | null {
  const answering = target.calls.filter(
    (call) => inventory.picture.callBridges.get(call.callBridge)?.state === 'connected',
  );
  return answering.find((call) => call.callBridge === homeBridge) ?? answering[0] ?? null;
}
