import type { JoinAnswer } from '../../protocol/client-session';
import { END_WORDS, type EndReason } from './end-reason';
import { asObject, jsonIn } from './json';
import type { WebAnswer } from './transport';

export type JoinOutcome = ({ ok: true } & JoinAnswer) | { ok: false; reason: EndReason; detail: string };

/** The outcome in an answer to `POST /api/join`. */
export function readJoinAnswer(answer: WebAnswer): JoinOutcome {
  const broken: JoinOutcome = { ok: false, reason: 'unreachable', detail: 'the answer cannot be read' };
  if (!answer.reached) return { ok: false, reason: 'unreachable', detail: answer.detail };
  const body = asObject(jsonIn(answer.text));
  if (answer.status === 200) {
    const space = asObject(body?.space);
    if (typeof body?.jwt !== 'string' || typeof space?.name !== 'string') return broken;
    if (typeof space.numericId !== 'string') return broken;
    return { ok: true, jwt: body.jwt, space: { name: space.name, numericId: space.numericId } };
  }
  if (!isEndReason(body?.code)) return broken;
  return { ok: false, reason: body.code, detail: typeof body.detail === 'string' ? body.detail : '' };
}

function isEndReason(value: unknown): value is EndReason {
  return typeof value === 'string' && Object.hasOwn(END_WORDS, value);
}
