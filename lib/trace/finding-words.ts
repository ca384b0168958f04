import type { FailureCause } from '@/lib/trace/failure';
import type { FaultCause } from '@/lib/trace/faults';
import type { Finding } from '@/lib/trace/finding';
import type { Symptom } from '@/lib/trace/symptom';

const symptomWords: Record<Symptom, string> = {
  joined: 'The move went well.',
  'joined-without-media': 'The person arrived, but neither sound nor picture did.',
  'nothing-happened': 'Nothing happened: the person is still in the first meeting.',
  dropped: 'The person left the first meeting and did not arrive in the second.',
  'wrong-meeting': 'The person ended up in another meeting.',
  'in-lobby': 'The person is in the lobby of the second meeting.',
  'in-both': 'The person is in both meetings.',
  'not-sent': 'No call bridge was asked to move the person.',
  'under-way': 'The move is under way.',
  unknown: 'How the move ended is not known.',
};

/** Each cause: what it is called in a list, what went wrong, and what to do next. */
const causeWords: Record<FaultCause, { readonly label: string; readonly what: string; readonly advice: string }> = {
  'request-not-received': {
    label: 'Request not received',
    what: 'The call bridge never received the request.',
    advice: 'Check name, port and certificate of the bridge, and the way to it. Then move the person again.',
  },
  'bridge-busy': { label: 'Bridge too busy', what: 'The call bridge was too busy.', advice: 'Wait a minute and move the person again. If it keeps happening, look at the load of the bridge.' },
  unauthorized: { label: 'API account refused', what: 'The call bridge did not accept the API account.', advice: 'Check user and password of the API account, and that it still exists on the bridge.' },
  'cannot-move': {
    label: 'Person cannot be moved',
    what: 'The call bridge says that this person cannot be moved.',
    advice: 'See canMove of the participant and of the call leg. Microsoft clients, Meeting App and web app users before 3.2 cannot be moved.',
  },
  'bridge-ignored': {
    label: 'Bridge began no move',
    what: 'The call bridge accepted the request and began no move.',
    advice: 'Move the person once more. If it happens again, collect the logs of this bridge for Cisco.',
  },
  'target-gone': { label: 'Meeting had ended', what: 'The meeting had ended.', advice: 'Start the meeting again, or choose another one.' },
  'participant-limit': { label: 'Meeting was full', what: 'The meeting was full.', advice: 'Raise the participant limit of the space, its call profile or its tenant, or wait until somebody leaves.' },
  'peer-unreachable': {
    label: 'No link between bridges',
    what: 'The bridge of the meeting could not reach the bridge that the person is on.',
    advice: 'Check the link between the two call bridges: callBridges and alarms in the API, certificates, TCP port of the cluster link.',
  },
  'no-capacity': { label: 'No bridge had room', what: 'No bridge of the call bridge group had room.', advice: 'See the load of each bridge against its limit. Add capacity, or move the person later.' },
  'guest-account-not-stored': {
    label: 'Guest account not stored',
    what: 'The guest account for the new call could not be stored.',
    advice: 'Check the database of the cluster: its connections, and whether the bridge that made the newcomer can write.',
  },
  'web-bridge-unreachable': {
    label: 'No link to the web bridge',
    what: 'The new bridge has no connection to the web bridge that the person came by.',
    advice: 'Check the C2W connection between that call bridge and the web bridge: address, certificates, and the alarm c2wConnectionFailure.',
  },
  'client-silent': { label: 'Browser did not react', what: 'The browser was told to come over and did not react.', advice: 'Ask the person to reload the page. They can join the new meeting by its link.' },
  'client-left': { label: 'Browser never came', what: 'The browser ended its old call and never came to the new one.', advice: 'The browser was closed, or its network broke. Send the person the link of the new meeting.' },
  'token-missing': { label: 'Came without a token', what: 'The browser came to the new call without a token.', advice: 'Send the person the link of the new meeting. Collect a HAR of the browser if it happens again.' },
  'token-expired': { label: 'Token had expired', what: 'The token for the new call had expired.', advice: 'Compare the clocks of call bridge and web bridge (NTP). Send the person the link of the new meeting.' },
  'token-unknown': { label: 'Token not known', what: 'The web bridge did not know the token for the new call.', advice: 'Check that all call bridges trust the same web bridges, and their certificates. Send the person the link of the new meeting.' },
  'guest-not-admitted': { label: 'Guests not let in', what: 'Guests may not join the new meeting.', advice: 'See the scope of the access methods of the space, and whether guests are allowed. Let a member bring the person in.' },
  'encryption-required': { label: 'Encryption required', what: 'The new meeting requires encryption and the call could not offer it.', advice: 'Compare sipMediaEncryption of the call leg profiles of both meetings.' },
  'media-failed': { label: 'No media came', what: 'The person is in the new meeting, but no media arrives.', advice: 'Check the way between browser and the new bridge: UDP ports of media, TURN server, firewall.' },
  'wrong-numeric-id': {
    label: 'Sent to a wrong numeric id',
    what: 'The browser was sent to another space\'s numeric id.',
    advice: 'Compare the numeric ids of the access methods of the target with the one that the browser was given. Two spaces may share one.',
  },
  'moved-again': { label: 'Moved on by somebody else', what: 'Somebody moved the person on as soon as they had arrived.', advice: 'See who sent the second request, and agree with them.' },
};

/** What a cause is called where there is little room. */
export function causeName(cause: FailureCause): string {
  return cause === 'insufficient-evidence' ? 'Not enough evidence' : causeWords[cause].label;
}

/** What went wrong, in a word to a person. */
export function causeSentence(cause: FaultCause): string {
  return causeWords[cause].what;
}

type Told = Pick<Finding, 'symptom' | 'cause' | 'otherCauses' | 'confidence' | 'numericId'>;

/** A finding in sentences: how it turned out, and why; and what is known of the numeric id that a browser was given. */
export function findingWords(finding: Told): string {
  return [outcomeWords(finding), ...(finding.numericId ? [numericIdWords(finding.numericId)] : [])].join(' ');
}

function numericIdWords({ ids, isOfTarget }: NonNullable<Finding['numericId']>): string {
  const sent = `The browser was sent to numeric id ${ids.join(', ')}`;
  if (isOfTarget === null) return `${sent}; whether that is the target's cannot be told without the numeric ids of all its access methods.`;
  return isOfTarget ? `${sent}, which is the target's.` : `${sent}, which is none of the target's.`;
}

function outcomeWords({ symptom, cause, otherCauses, confidence }: Told): string {
  const end = symptomWords[symptom];
  if (cause === null) return confidence === 'high' ? end : `${end} That it was the meeting that was meant is not known.`;
  if (cause === 'insufficient-evidence') return otherCauses.length === 0 ? `${end} Why is not known.` : `${end} Why cannot be told from what is known.`;
  return `${end} ${causeSentence(cause)}`;
}

/** What to do next. */
export function adviceFor({ symptom, cause, otherCauses }: Pick<Finding, 'symptom' | 'cause' | 'otherCauses'>): string {
  if (cause === null) return symptom === 'unknown' ? moreFiles : '';
  if (cause === 'insufficient-evidence') return `${otherCauses.length > 0 ? `It could be: ${otherCauses.map((one) => causeSentence(one)).join(' ')} ` : ''}${moreFiles}`;
  return causeWords[cause].advice;
}

const moreFiles = 'Get the logs of all call bridges and of the web bridge from that minute, and a HAR of the browser.';
