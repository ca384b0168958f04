import { frameFacts, type FrameFacts } from '@/lib/trace/har/frame-facts';
import { causeIn } from '@/lib/trace/har/refusal-words';
import type { Saying } from '@/lib/trace/log/saying';

/** A frame as a HAR has it. */
export interface HarFrame {
  /** Of its WebSocket: the place of its entry in the HAR, from 1. */
  readonly socket: number;
  readonly isFromBrowser: boolean;
  readonly text: string;
}

/** Without any of these a frame says nothing of a session. */
const telling = /api\\?\/call|token|jwt|eyJ|error|status|reason|code/i;

/** What a frame says of a session, its begin, its end or its move; null if that is nothing. */
export function sayingInFrame({ socket, isFromBrowser, text }: HarFrame): Saying | null {
  if (!telling.test(text)) return null;
  const facts = frameFacts(text);
  const { path, ids, accounts, participant, hasToken, numericIds } = facts;
  if (isFromBrowser) {
    if (isEnd(facts)) return { says: 'browser-left', socket };
    return hasToken ? { says: 'session-asked', socket, ids, accounts, browserOf: participant } : null;
  }
  if (path === 'move') return { says: 'browser-told', socket, numericIds, ids, accounts, browserOf: participant };
  if (isRefusal(facts)) return { says: 'session-refused', socket, why: causeIn(facts.reasons) };
  return path !== null || isDone(facts) ? { says: 'session-runs', socket } : null;
}

/** Whether it ends a session. How a product spells that is not public. */
function isEnd({ path, method }: FrameFacts): boolean {
  return path === 'end' || path === 'leave' || (path === '' && method === 'DELETE');
}

function isRefusal({ path, status, hasError }: FrameFacts): boolean {
  return status === null ? path === null && hasError : status >= 400;
}

function isDone({ status }: FrameFacts): boolean {
  return status !== null && status < 300;
}
