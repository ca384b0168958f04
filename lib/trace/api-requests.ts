import { guidFrom } from '@/lib/trace/log/guid';
import { says, type Heard } from '@/lib/trace/heard';

/** A request to a bridge's API as its trace shows it. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** Who sent it. */
  readonly from: string;
  /** Its parameters, as they came. */
  readonly payload: string;
  readonly status: number | null;
  /** Whom the answer says was made. */
  readonly made: string | null;
  /** Every line of it, the first first. */
  readonly lines: readonly Heard[];
}

/** The lines of one request come within so long of each other, in milliseconds: afterwards the number may be another's. */
const oneRequestMs = 60_000;

/**
 * Requests as the API traces of bridges show them: each has a number that counts at its bridge. Its lines may be a little out of their order,
 * and some may be missing.
 */
export function apiRequests(heard: readonly Heard[]): ApiRequest[] {
  const groups: Heard[][] = [];
  const open = new Map<string, Heard[]>();
  for (const one of heard) {
    if (!('trace' in one.said)) continue;
    const key = `${one.place} ${one.said.trace}`;
    const group = open.get(key);
    const [first] = group ?? [];
    if (group && first && Math.abs(one.atMs - first.atMs) <= oneRequestMs) {
      group.push(one);
      continue;
    }
    const begun = [one];
    groups.push(begun);
    open.set(key, begun);
  }
  return groups.flatMap((lines) => requestOf(lines) ?? []);
}

function requestOf(lines: readonly Heard[]): ApiRequest | null {
  const first = lines.find(says('request'));
  if (!first) return null;
  const { method, path, from } = first.said;
  return {
    method,
    path,
    from,
    payload: lines.filter(says('payload')).map(({ said }) => said.text).join(''),
    status: lines.find(says('answer'))?.said.status ?? null,
    made: lines.find(says('location'))?.said.participant ?? null,
    lines: [first, ...lines.filter((one) => one !== first)],
  };
}

const participantsOfCall = /\/calls\/([0-9a-f-]{32,36})\/participants\/?$/i;

/** Whom a request was to move into which call; null if it was none to move somebody. */
export function wishOf({ method, path, payload }: ApiRequest): { participant: string; call: string } | null {
  const call = method === 'POST' ? guidFrom(participantsOfCall.exec(path.split('?')[0] ?? '')?.[1] ?? '') : null;
  const participant = guidFrom(/(?:^|&)movedParticipant=([0-9a-f-]+)/i.exec(payload)?.[1] ?? '');
  return call && participant ? { participant, call } : null;
}
