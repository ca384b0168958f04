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

/**
 * Who is not told by an answer is this move's newcomer if nobody else can be, and no other move can have made them: neither one of these nor one of which
 * only traces are left.
 */
function nameNewcomers(drafts: readonly Open[], heard: readonly Heard[]): void {
  const named = new Set(drafts.flatMap(({ newParticipant }) => newParticipant ?? []));
  const possible = new Map<Open, Map<string, number>>();
  for (const { said, place, atMs } of heard.filter(says('participant-made'))) {
    if (named.has(said.participant)) continue;
    const [draft, ...others] = drafts.filter(
      (one) => one.newParticipant === null && one.call === said.call && one.place === place && isWithin(atMs - one.atMs, madeWithinMs) && (one.request?.status ?? 200) < 300,
    );
    if (draft && others.length === 0) possible.set(draft, (possible.get(draft) ?? new Map<string, number>()).set(said.participant, atMs));
  }
  if (possible.size === 0) return;
  const remnants = remnantsIn(heard, drafts);
  const legs = heard.filter(says('leg-made')).filter(({ said: { leg } }) => !named.has(leg));
  for (const [draft, found] of possible) {
    const [[only, madeMs] = ['', 0], ...others] = found;
    const isOther = ({ said: { leg }, place, atMs }: HeardOf<'leg-made'>) => leg !== only && place === draft.place && atMs >= draft.atMs && atMs <= madeMs + atOnceMs;
    const isAlone = others.length === 0 && remnants.every(({ atMs }) => Math.abs(atMs - draft.atMs) > madeWithinMs) && !legs.some(isOther);
    if (isAlone) draft.newParticipant = only;
  }
}

function isWithin(ms: number, limitMs: number): boolean {
  return ms >= 0 && ms <= limitMs;
}
