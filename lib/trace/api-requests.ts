import { guidFrom } from '@/lib/trace/log/guid';
import type { Heard } from '@/lib/trace/heard';

/** A request to a bridge's API as its trace shows it. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** Who sent it. */
  readonly from: string;
  /** Its parameters, as they came. */
  readonly payload: string;
  readonly status: number | null;
  /** What the failure document names. */
  readonly failures: readonly string[];
  /** Whom the answer says was made. */
  readonly made: string | null;
  /** Every line of it, the first first. */
  readonly lines: readonly Heard[];
}

type Draft = { -readonly [K in keyof ApiRequest]: ApiRequest[K] };

/** Requests as the API traces of bridges show them: each has a number that counts at its bridge. */
export function apiRequests(heard: readonly Heard[]): ApiRequest[] {
  const requests: Draft[] = [];
  const open = new Map<string, Draft>();
  for (const one of heard) {
    const { said, place } = one;
    if (!('trace' in said)) continue;
    const key = `${place} ${said.trace}`;
    if (said.says === 'request') {
      const { method, path, from } = said;
      const begun: Draft = { method, path, from, payload: '', status: null, failures: [], made: null, lines: [one] };
      requests.push(begun);
      open.set(key, begun);
      continue;
    }
    const request = open.get(key);
    if (!request) continue;
    request.lines = [...request.lines, one];
    if (said.says === 'payload' && request.status === null) request.payload += said.text;
    else if (said.says === 'answer') request.status = said.status;
    else if (said.says === 'location') request.made = said.participant;
    else if (said.says === 'failure') request.failures = said.tags;
  }
  return requests;
}

const participantsOfCall = /\/calls\/([0-9a-f-]{32,36})\/participants\/?$/i;

/** Whom a request was to move into which call; null if it was none to move somebody. */
export function wishOf({ method, path, payload }: ApiRequest): { participant: string; call: string } | null {
  const call = method === 'POST' ? guidFrom(participantsOfCall.exec(path.split('?')[0] ?? '')?.[1] ?? '') : null;
  const participant = guidFrom(/(?:^|&)movedParticipant=([0-9a-f-]+)/i.exec(payload)?.[1] ?? '');
  return call && participant ? { participant, call } : null;
}
