import type { ParticipantKind } from '@/lib/meeting/participant';
import { isAtLeast } from '@/lib/meeting/version';

/**
 * What a participant is, from a call leg of theirs. Type `acano` is the web app on 3.0 and later; before, it was the Meeting
 * App or the old WebRTC client, neither of which can be moved. Source: docs/cms-wire.md, sections 2.5 and 6.1.
 * @param version of the bridge that the leg is on
 */
export function participantKind(type: string | null, subType: string | null, version: string | null): ParticipantKind {
  if (subType === 'lync') return 'microsoft';
  if (subType === 'webApp') return 'web-app';
  if (subType === 'distributionLink' || subType === 'lyncDistribution') return 'unknown';
  if (type === 'sip') return 'sip';
  if (type !== 'acano') return 'unknown';
  const afterMeetingApp = isAtLeast(version, '3.0');
  return afterMeetingApp === null ? 'unknown' : afterMeetingApp ? 'web-app' : 'meeting-app';
}
