import type { JoinOutcome } from './call-client';
import { END_WORDS, type EndReason } from './end-reason';

/** The outcome in the body of an answer to `POST /api/join`; `accepted` says whether its status was 200. */
export function readJoinAnswer(accepted: boolean, text: string): JoinOutcome {
  const broken: JoinOutcome = { ok: false, reason: 'unreachable', detail: 'the answer cannot be read' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return broken;
  }
  const body = asObject(value);
  if (accepted) {
    const space = asObject(body?.space);
    if (typeof body?.jwt !== 'string' || typeof space?.name !== 'string') return broken;
    if (typeof space.numericId !== 'string') return broken;
    return { ok: true, jwt: body.jwt, space: { name: space.name, numericId: space.numericId } };
  }
  if (!isEndReason(body?.code)) return broken;
  return { ok: false, reason: body.code, detail: typeof body.detail === 'string' ? body.detail : '' };
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

function isEndReason(value: unknown): value is EndReason {
  return typeof value === 'string' && Object.hasOwn(END_WORDS, value);
}
