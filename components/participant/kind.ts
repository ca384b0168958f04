import type { ParticipantKind } from '@/lib/meeting/participant';

/** What somebody is connected with, in a word. */
export const kindLabels: Record<ParticipantKind, string> = {
  'web-app': 'Web app',
  sip: 'SIP',
  microsoft: 'Microsoft',
  'meeting-app': 'Meeting app',
  recorder: 'Recorder',
  unknown: 'Unknown',
};
