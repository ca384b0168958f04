import { permits, type Caller } from '@/lib/access/access';
import { isInScope } from '@/lib/access/scope';
import type { Participant } from '@/lib/meeting/participant';
import type { Meeting } from '@/lib/meeting/meeting';
import { choicesOf } from '@/lib/move/choices';
import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import type { MoveRequest, Order } from '@/lib/move/order';
import { spaceOf, type Target } from '@/lib/move/target';
import type { Verdict } from '@/lib/move/verdict';
import { rfc3339 } from '@/server/bridge-client/clock';
import type { PersonSettings } from '@/lib/move/person-settings';
import { isPictureComing, pictureIsComing } from '@/server/moves/first-pictures';
import type { StoredOrder } from '@/server/moves/order-store';
import { placeOf as whereIs } from '@/server/inventory/scoped-inventory';
import { judgeJourneys } from '@/server/moves/judge-journeys';
import { knownTo, type Judging, type Known } from '@/server/moves/situation';
import { itemTarget, liveTarget, placeAsked } from '@/server/moves/target';
import { sortableId } from '@/server/sortable-id';

export interface DraftTerms {
  /** Whoever asks, with the rights they have now: whom or where they may not see, they may not move. */
  readonly by: Caller;
  readonly nowMs: number;
}

/**
 * Makes an order of a request: one judged item per participant. What the verdict refuses ends here; nothing was sent for it.
 * Problem: `unavailable` where somebody, or the target, is not there but may yet be told of by a bridge that is being read for the first time.
 */
export function draftOrder(all: Known, request: MoveRequest, { by, nowMs }: DraftTerms): StoredOrder {
  const known = knownTo(all, by.scope);
  const { inventory, lastMoves } = known;
  const target = liveTarget(inventory, request.to);
  const to = itemTarget(request.to, target, nameOf(request.to, known));
  const at = rfc3339(nowMs);
  const seesTarget = target !== null || isInScope(by.scope, placeAsked(request.to));
  const mayMove = permits(by.role, 'moves.submit').permitted && (seesTarget || by.scope === null);
  const onlyIfIn = request.onlyIfIn === undefined ? null : (inventory.meeting(request.onlyIfIn)?.id ?? request.onlyIfIn);
  const journeys = request.participants.map((participant) => {
    const sees = by.scope === null || inventory.participant(participant) !== null || lastMoves.of(participant) !== null;
    return { participant, to, onlyIfIn, mayMove: mayMove && sees };
  });
  const items = judgeJourneys(known, journeys, choicesOf(request)).map((verdict, index): Item => {
    const participant = request.participants[index] ?? '';
    const found = inventory.participant(participant);
    const from = found && placeOf(inventory.meeting(found.meeting), found.meeting);
    return { ...judged(verdict, at), id: String(index + 1), participant, name: found?.name ?? '', from, to };
  });
  if (items.some(isMissed) && isPictureComing(all.inventory, target?.cluster.id ?? placeAsked(request.to)?.cluster ?? null)) throw pictureIsComing();
  const order: Order = {
    id: sortableId(nowMs),
    state: items.every(({ state }) => isEnd(state)) ? 'settled' : 'queued',
    by: { kind: by.kind, id: by.id, name: by.name },
    reason: request.reason ?? null,
    ...choicesOf(request),
    createdAt: at,
    undoOf: null,
    repeatOf: null,
    items,
  };
  const routes = items.map((item) => {
    const person = inventory.participant(item.participant);
    const homeBridge = person?.callBridge.id ?? null;
    const source = item.from && inventory.meeting(item.from.meeting);
    const place = target ? whereIs(target) : placeAsked(request.to);
    return [item.id, { homeBridge, targetCluster: place?.cluster ?? null, from: source ? whereIs(source) : lastMoves.placeBefore(item.participant), to: place, had: person && settingsSeen(person), who: person && { uri: person.uri, kind: person.kind, muted: person.muted }, putBack: null, sender: null }] as const;
  });
  return { order, routes: new Map(routes) };
}

/** As far as the live picture shows them: it has no labels. */
export function settingsSeen({ muted, layout, importance }: Participant): PersonSettings {
  return { audioMute: muted.audio, videoMute: muted.video, layout, importance, label: null };
}

/** What an item begins with once it is judged. */
export function judged(verdict: Verdict, at: string): Omit<Item, 'id' | 'participant' | 'name' | 'from' | 'to'> {
  const ended = verdict.allowed ? null : at;
  return {
    newParticipant: null,
    state: verdict.allowed ? 'queued' : 'refused',
    times: { queued: at, sending: null, accepted: null, left: null, joined: null, mediaSeen: null, ended },
    verdict,
    foundIn: null,
    retryOf: null,
    error: null,
    settings: null,
    returned: null,
    finding: null,
  };
}

/** Whether an item is refused because somebody or something is not there, or not heard of: a bridge that tells of it makes the difference. */
function isMissed({ from, verdict: { reasons } }: Item): boolean {
  return (from === null && reasons.includes('not-connected')) || reasons.includes('target-ended') || reasons.includes('bridge-unreachable');
}

/** The name of a space that has no meeting to tell it. */
function nameOf(to: Target, { clusters }: Judging): string {
  const space = spaceOf(to);
  const seen = space && clusters.spaces.find(space);
  return seen?.exists ? seen.name : '';
}

function placeOf(meeting: Meeting | null, id: string): { meeting: string; name: string } {
  return { meeting: id, name: meeting?.name ?? '' };
}
