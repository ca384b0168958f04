import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Finding } from '@/lib/trace/finding';
import { says } from '@/lib/trace/heard';
import type { MoveCase } from '@/lib/trace/move-case';

/**
 * The bridge of which more would be known if it traced the requests to its API: it was asked for the move, its log comes in, and nothing of the request
 * is in it. Of a move of Usher's own the request is known anyway: then only where that was not enough. Null where there is no such bridge.
 */
export function untracedBridge({ request, operation, heard }: MoveCase, { symptom, cause }: Finding, callBridges: readonly CallBridge[]): Pick<CallBridge, 'id' | 'name'> | null {
  const own = heard.find(says('asked'));
  const isEnough = own !== undefined && cause !== 'insufficient-evidence';
  // What is under way may still be told.
  if (request !== null || symptom === 'under-way' || isEnough) return null;
  const place = operation?.place ?? own?.place;
  const asked = callBridges.find(({ name, feeds }) => name === place && feeds.syslog === 'active');
  return asked ? { id: asked.id, name: asked.name } : null;
}
