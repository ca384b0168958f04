import { apiRequests, wishOf, type ApiRequest } from '@/lib/trace/api-requests';
import { says, type Heard, type HeardOf } from '@/lib/trace/heard';
import { remnantsIn } from '@/lib/trace/remnants';

/** A move as the bridge that was asked for it tells it, or where only that is known the browser that was moved. */
export interface MoveDraft {
  /** Null where only a browser tells, and does not say who it was. */
  readonly participant: string | null;
  /** The API's id of the call that they are moved to; null where only a browser tells. */
  readonly call: string | null;
  /** Whose word it is: the bridge that was asked, else the recording of the browser. */
  readonly place: string;
  readonly atMs: number;
  /** As the API trace shows it; null where it was off. */
  readonly request: ApiRequest | null;
  /** Where the bridge says that it begins; null if it does not. */
  readonly operation: HeardOf<'move'> | null;
  readonly newParticipant: string | null;
}

type Open = { -readonly [K in keyof MoveDraft]: MoveDraft[K] };

/** So long after it began a move can still have made somebody, in milliseconds. A request has timed out long before. */
const madeWithinMs = 60_000;
/** So long after it began a leg is taken for the newcomer's: later it may as well be of somebody who joins by themselves. */
const legMadeWithinMs = 1_000;
/** What a bridge does in one go is within so long, in milliseconds. */
const atOnceMs = 50;
/** So long after a request its bridge may begin with the move. */
const begunWithinMs = 30_000;

/** The moves that bridges were asked for, or began with, in the order of that. */
export function moveDrafts(heard: readonly Heard[]): MoveDraft[] {
  const asked = apiRequests(heard).flatMap((request): Open[] => {
    const wish = wishOf(request);
    const [first] = request.lines;
    return wish && first ? [{ ...wish, place: first.place, atMs: first.atMs, request, operation: null, newParticipant: request.made }] : [];
  });
  const drafts = [...asked];
  for (const operation of heard.filter(says('move'))) {
    const { participant, call } = operation.said;
    const ofRequest = asked.findLast(
      (draft) =>
        draft.operation === null && draft.participant === participant && draft.call === call && draft.place === operation.place && isWithin(operation.atMs - draft.atMs, begunWithinMs),
    );
    if (ofRequest) ofRequest.operation = operation;
    else drafts.push({ participant, call, place: operation.place, atMs: operation.atMs, request: null, operation, newParticipant: null });
  }
  drafts.sort((a, b) => a.atMs - b.atMs);
  nameNewcomers(drafts, heard);
  return drafts;
}

/** Somebody whom a bridge says that it made, as a participant or as a leg: both go by one id. */
interface Made {
  readonly id: string;
  readonly call: string;
  readonly place: string;
  readonly atMs: number;
}

/**
 * Names the newcomer of each move that no answer tells of: whoever was made then in its call, if that was one only, and no other move can have made them,
 * neither one of these nor one of which only traces are left. Where no participant is said to have been made, a leg tells it.
 */
function nameNewcomers(drafts: readonly Open[], heard: readonly Heard[]): void {
  const named = new Set(drafts.flatMap(({ newParticipant }) => newParticipant ?? []));
  const isUnnamed = ({ id }: Made) => !named.has(id);
  const participants = heard.filter(says('participant-made')).map(({ said, place, atMs }): Made => ({ id: said.participant, call: said.call, place, atMs })).filter(isUnnamed);
  const legs = heard.filter(says('leg-made')).map(({ said, place, atMs }): Made => ({ id: said.leg, call: said.call, place, atMs })).filter(isUnnamed);
  const unnamed = drafts.filter(({ newParticipant, request }) => newParticipant === null && (request?.status ?? 200) < 300);
  const possible = new Map([...madeBy(unnamed, legs, legMadeWithinMs), ...madeBy(unnamed, participants, madeWithinMs)]);
  if (possible.size === 0) return;
  const remnants = remnantsIn(heard, drafts);
  for (const [draft, [first, ...others]] of possible) {
    if (!first || others.some(({ id }) => id !== first.id)) continue;
    const isOther = ({ id, place, atMs }: Made) => id !== first.id && place === draft.place && atMs >= draft.atMs && atMs <= first.atMs + atOnceMs;
    const isHidden = remnants.some(({ atMs }) => Math.abs(atMs - draft.atMs) <= madeWithinMs) || legs.some(isOther);
    if (!isHidden) draft.newParticipant = first.id;
  }
}

/** Whom each of some moves can have made, and no other of them. */
function madeBy(moves: readonly Open[], made: readonly Made[], withinMs: number): Map<Open, Made[]> {
  const keyOf = ({ call, place }: { readonly call: string | null; readonly place: string }) => `${call} ${place}`;
  const byCall = new Map<string, Open[]>();
  for (const move of moves) byCall.set(keyOf(move), [...(byCall.get(keyOf(move)) ?? []), move]);
  const found = new Map<Open, Made[]>();
  for (const one of made) {
    const [move, ...others] = (byCall.get(keyOf(one)) ?? []).filter(({ atMs }) => isWithin(one.atMs - atMs, withinMs));
    if (move && others.length === 0) found.set(move, [...(found.get(move) ?? []), one]);
  }
  return found;
}

function isWithin(ms: number, limitMs: number): boolean {
  return ms >= 0 && ms <= limitMs;
}
