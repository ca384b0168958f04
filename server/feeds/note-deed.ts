import type { BridgeError } from '@/server/bridge-client/bridge-error';
import type { SentDeed } from '@/server/bridge-client/bridge-transport';
import type { Journal } from '@/server/journal/journal';
import { keysIn } from '@/server/journal/keys';

/** Notes a call that was to change something on a bridge, with what came of it. */
export function noteDeed(journal: Pick<Journal, 'note'>, callBridge: string, { method, path, body, answer, tookMs }: SentDeed): void {
  const outcome = answer.ok ? `${answer.value.status} ${answer.value.headers['location'] ?? ''}` : failureWords(answer.error);
  const said = `${method} /api/v1/${path} ${body ?? ''} -> ${outcome.trim()} (${Math.round(tookMs)} ms)`;
  journal.note({ source: 'request', callBridge, toldAtMs: null, clockDifferenceMs: null, said, about: keysIn(said, callBridge) });
}

/** Whether there was an answer, and which; what the bridge's failure is called; and in words. */
function failureWords({ code, status, failureTag, mayHaveActed, detail }: BridgeError): string {
  const end = code === 'bridge-refused' ? (status ?? 'refused') : mayHaveActed ? 'unanswered' : 'unheard';
  return `${end}${failureTag === null ? '' : ` ${failureTag}`}: ${detail}`;
}
