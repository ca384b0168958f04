import type { LogFact, RecordWord } from '@/lib/meeting/meeting-log';

/** What bridges say of why somebody left. Source: docs/cms-wire.md, sections 5 and 11.5. */
const reasons: Readonly<Record<string, string>> = {
  apiInitiatedTeardown: 'dropped through the API',
  callDeactivated: 'the meeting has nobody to hold it open',
  callEnded: 'the meeting was ended',
  clientInitiatedTeardown: 'hung up',
  confirmationTimeOut: 'did not confirm in time',
  dnsFailure: 'the address could not be resolved',
  encryptionRequired: 'encryption is required',
  error: 'a fault on the call bridge',
  incorrectPasscode: 'wrong passcode',
  ivrTimeout: 'gave no number in time',
  ivrUnknownCall: 'gave a number that is none',
  localTeardown: 'dropped by the call bridge',
  noAnswer: 'no answer',
  participantInitiated: 'ended by somebody in it',
  participantLimitReached: 'the meeting is full',
  remoteBusy: 'busy',
  remoteRejected: 'declined',
  remoteTeardown: 'hung up',
  ringingTimeout: 'no answer',
  tenantParticipantLimitReached: 'the tenant is full',
  timeout: 'the connection was lost',
  unknownDestination: 'no such address',
};

/** Why somebody left, in words: the bridge's own word where it is a new one; null where there is nothing to say. */
export function reasonWords(reason: string | null): string | null {
  if (reason === null || reason === 'callMoved' || reason === 'allLeft') return null;
  return reasons[reason] ?? reason;
}

/** What happened, for a line that begins with the person's name if it is about one. */
export function logWords(fact: LogFact): string {
  return fact.since === null ? happening(fact) : `${happening(fact)} while Usher was not running`;
}

function happening({ event, other, by, reason, record }: LogFact): string {
  const why = reasonWords(reason ?? record?.reason ?? null);
  switch (event) {
    case 'started':
      return 'The meeting began';
    case 'call-made':
      return by === null ? 'Usher made the call' : `Usher made the call, for a move by ${by.name}`;
    case 'ended':
      return 'The meeting ended';
    case 'present':
      return 'was there already when Usher came to the call bridge';
    case 'joined':
      return 'joined';
    case 'left':
      return why === null ? 'left' : `left: ${why}`;
    case 'not-reached':
      return why === null ? 'was called and did not come' : `was called and did not come: ${why}`;
    case 'moved-in':
      return `was moved here from ${other?.name ?? 'elsewhere'}${byWords(by)}`;
    case 'moved-out':
      return `was moved to ${other?.name ?? 'elsewhere'}${byWords(by)}`;
    case 'waiting':
      return 'waits in the lobby';
    case 'admitted':
      return 'was let in from the lobby';
    case 'locked':
      return 'The meeting was locked';
    case 'unlocked':
      return 'The meeting was unlocked';
    case 'recording-on':
      return 'Recording began';
    case 'recording-off':
      return 'Recording ended';
    case 'streaming-on':
      return 'Streaming began';
    case 'streaming-off':
      return 'Streaming ended';
  }
}

/** Media alarms of a call leg. Source: docs/cms-wire.md, section 5. */
const alarms: Readonly<Record<string, string>> = { packetLoss: 'packet loss', excessiveJitter: 'jitter', highRoundTripTime: 'long delay' };

/** What a call detail record adds to a line, in words; null where that says no more. */
export function recordWords({ event, record, reason }: LogFact): string | null {
  if (record === null) return null;
  const words = [partyWords(event, record), alarmWords(record)].flatMap((part) => part ?? []);
  // Why somebody left stands in the line itself.
  return words.length > 0 ? words.join('; ') : reason === null && reasonWords(record.reason) !== null ? '' : null;
}

function partyWords(event: LogFact['event'], { party, address, direction }: RecordWord): string | null {
  const where = party !== null && address !== null && address !== party ? `${party} (${address})` : (party ?? address);
  if (where === null) return null;
  if (event === 'recording-on' || event === 'streaming-on') return `to ${where}`;
  return direction === 'outgoing' ? `called at ${where}` : `from ${where}`;
}

function alarmWords({ alarms: heard }: RecordWord): string | null {
  const words = heard.map(({ type, percent }) => `${alarms[type] ?? type}${percent === null ? '' : ` for ${percent} % of the call`}`);
  return words.length > 0 ? words.join(', ') : null;
}

function byWords(by: LogFact['by']): string {
  return by === null ? ', not by Usher' : ` by ${by.name}`;
}
