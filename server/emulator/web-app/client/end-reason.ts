/** Why somebody is not, or no longer, in a call. */
export type EndReason =
  | 'left'
  | 'removed'
  | 'meeting-ended'
  | 'connection-lost'
  | 'bridge-lost'
  | 'not-admitted'
  | 'move-failed'
  | 'meeting-not-found'
  | 'passcode-required'
  | 'passcode-wrong'
  | 'invalid'
  | 'too-many-requests'
  | 'no-call-bridge'
  | 'no-capacity'
  | 'unreachable';

/** What the guest reads. `retry` says whether "Join again" can help as things are. */
export const END_WORDS: Record<EndReason, { title: string; text: string; retry: boolean }> = {
  left: { title: 'You left the meeting', text: 'You can come back as long as it is running.', retry: true },
  removed: { title: 'You were taken out of the meeting', text: 'Somebody who runs the meeting ended your call.', retry: true },
  'meeting-ended': { title: 'The meeting is over', text: 'It was ended for everybody.', retry: true },
  'connection-lost': {
    title: 'The connection was lost',
    text: 'The meeting goes on without you. Check your network and join again.',
    retry: true,
  },
  'bridge-lost': {
    title: 'The meeting server was lost',
    text: 'The server that held your call does not answer any more. Join again to be placed on another one.',
    retry: true,
  },
  'not-admitted': {
    title: 'You could not enter the meeting',
    text: 'The meeting did not accept your call. Join again to be let in anew.',
    retry: true,
  },
  'move-failed': {
    title: 'You were moved but did not arrive',
    text: 'Your old call has ended and the new one could not start. Join the new meeting yourself.',
    retry: true,
  },
  'meeting-not-found': {
    title: 'No such meeting',
    text: 'There is no meeting with this number. Check it with whoever invited you.',
    retry: false,
  },
  'passcode-required': { title: 'Passcode needed', text: 'This meeting asks for a passcode.', retry: false },
  'passcode-wrong': { title: 'Wrong passcode', text: 'That is not the passcode of this meeting. Try again.', retry: false },
  invalid: {
    title: 'Something is missing',
    text: 'A meeting has a number of digits only, and your name needs one to 100 ordinary characters.',
    retry: false,
  },
  'too-many-requests': {
    title: 'Too many tries',
    text: 'Too many wrong passcodes were tried. Wait a minute, then try again.',
    retry: false,
  },
  'no-call-bridge': {
    title: 'No meeting server answers',
    text: 'The meeting servers cannot be reached at the moment. Try again shortly.',
    retry: true,
  },
  'no-capacity': {
    title: 'No room',
    text: 'The meeting servers have no room for another person at the moment. Try again shortly.',
    retry: true,
  },
  unreachable: {
    title: 'No connection',
    text: 'The web app could not reach its server. Check your network and try again.',
    retry: true,
  },
};

/**
 * The reason behind what a web bridge gives when it ends a session. `callEnded` and `allLeft` are a call's own ends
 * (CMS events guide, calls); anything else means that this guest was taken out.
 */
export function endReasonOf(bridgeReason: string): EndReason {
  switch (bridgeReason) {
    case 'callEnded':
    case 'allLeft':
      return 'meeting-ended';
    case 'bridge-lost':
      return 'bridge-lost';
    default:
      return 'removed';
  }
}
