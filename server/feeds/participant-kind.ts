import type { ParticipantKind } from '@/lib/meeting/participant';
import { isAtLeast } from '@/lib/meeting/version';
import type { CallLegDetails } from '@/server/bridge-client/bridge-objects';

/** What of a call leg tells what it is. */
type Leg = Pick<CallLegDetails, 'type' | 'subType' | 'recording' | 'streaming'>;

/**
 * What a participant is, from a call leg of theirs, or what a call detail record says of it. Type `acano` is the web app on 3.0 and later; before, it was the Meeting
 * App or the old WebRTC client, neither of which can be moved. Source: docs/cms-wire.md, sections 2.5 and 6.1.
 * A leg that records or streams is the bridge's own, to a recorder or streamer: section 5, callLegStart.
 * @param version of the bridge that the leg is on
 */
export function participantKind({ type, subType: spelled, recording, streaming }: Leg, version: string | null): ParticipantKind {
  // The guides of API and CDRs differ in capitals.
  const subType = spelled?.toLowerCase();
  if (recording || streaming) return 'recorder';
  if (subType === 'lync') return 'microsoft';
  if (subType === 'webapp') return 'web-app';
  if (subType === 'distributionlink' || subType === 'lyncdistribution') return 'unknown';
  if (type === 'sip') return 'sip';
  if (type !== 'acano') return 'unknown';
  const afterMeetingApp = isAtLeast(version, '3.0');
  return afterMeetingApp === null ? 'unknown' : afterMeetingApp ? 'web-app' : 'meeting-app';
}
