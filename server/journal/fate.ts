import type { Picture } from '@/lib/meeting/apply-change';
import type { Meeting } from '@/lib/meeting/meeting';
import type { OpenMeeting } from '@/server/journal/recorded-meeting';

/**
 * What became of a meeting of an earlier run. It `goes-on` if a bridge still has one of its calls: a correlator alone can be the next
 * meeting's of its space. It is `over` if every bridge that could tell of it has been heard in full. Until then it is `unknown`.
 * @param live what is live now under its id
 */
export function fateOf({ meeting }: OpenMeeting, live: Meeting | null, { callBridges }: Picture): 'goes-on' | 'over' | 'unknown' {
  const isOneOfIts = (call: Meeting['calls'][number]) => meeting.calls.some(({ id, callBridge }) => id === call.id && callBridge === call.callBridge);
  if (live?.calls.some(isOneOfIts)) return 'goes-on';
  const hosts = meeting.calls.flatMap(({ callBridge }) => callBridges.get(callBridge) ?? []);
  const cluster = hosts[0]?.cluster.id ?? meeting.cluster.id;
  // While nothing is live under its id, it may have gone on on any bridge of the cluster.
  const mayTell = live ? hosts : [...callBridges.values()].filter((bridge) => bridge.cluster.id === cluster);
  const isWhole = (live !== null || mayTell.length > 0) && mayTell.every(({ state }) => state === 'connected');
  return isWhole ? 'over' : 'unknown';
}
