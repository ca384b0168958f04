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
  | 'secret-wrong'
  | 'members-only'
  | 'guests-not-admitted'
  | 'way-closed'
  | 'signed-out'
  | 'invalid'
  | 'too-many-requests'
  | 'no-call-bridge'
  | 'no-capacity'
  | 'meeting-full'
  | 'unreachable';

/** What the guest reads. */
export const END_WORDS: Record<EndReason, { title: string; text: string }> = {
  left: { title: 'You left the meeting', text: 'You can come back as long as it is running.' },
  removed: { title: 'You were taken out of the meeting', text: 'Somebody who runs the meeting ended your call.' },
  'meeting-ended': { title: 'The meeting is over', text: 'It was ended for everybody.' },
  'connection-lost': {
    title: 'The connection was lost',
    text: 'The meeting goes on without you. Check your network and join again.',
  },
  'bridge-lost': {
    title: 'The meeting server was lost',
    text: 'The server that held your call does not answer any more. Join again to be placed on another one.',
  },
  'not-admitted': {
    title: 'You could not enter the meeting',
    text: 'The meeting did not accept your call. Join again to be let in anew.',
  },
  'move-failed': {
    title: 'You were moved but did not arrive',
    text: 'Your old call has ended and the new one could not start. Join the new meeting yourself.',
  },
  'meeting-not-found': {
    title: 'No such meeting',
    text: 'There is no meeting with this number. Check it with whoever invited you.',
  },
  'passcode-required': { title: 'Passcode needed', text: 'This meeting asks for a passcode.' },
  'passcode-wrong': { title: 'Wrong passcode', text: 'That is not the passcode of this meeting. Try again.' },
  'secret-wrong': {
    title: 'This link does not open the meeting',
    text: 'It may have been replaced by a newer one. Ask for that, or join with the passcode.',
  },
  'members-only': {
    title: 'For members only',
    text: 'Only members of this space come in with this number. Sign in, or ask for another one.',
  },
  'guests-not-admitted': { title: 'Sign in to join', text: 'Nobody joins here without an account.' },
  'way-closed': {
    title: 'Not possible here',
    text: 'This web app lets nobody in with a passcode or a link of this kind. Ask whoever invited you.',
  },
  'signed-out': { title: 'You are signed out', text: 'Your sign-in has ended. Sign in again, or join as a guest.' },
  invalid: {
    title: 'Something is missing',
    text: 'A meeting has a number of digits only, and your name needs one to 100 ordinary characters.',
  },
  'too-many-requests': {
    title: 'Too many tries',
    text: 'Too many wrong passcodes were tried. Wait a minute, then try again.',
  },
  'no-call-bridge': {
    title: 'No meeting server answers',
    text: 'The meeting servers cannot be reached at the moment. Try again shortly.',
  },
  'no-capacity': {
    title: 'No room',
    text: 'The meeting servers have no room for another person at the moment. Try again shortly.',
  },
  'meeting-full': { title: 'The meeting is full', text: 'As many people are there as may be. Try again when somebody has left.' },
  unreachable: {
    title: 'No connection',
    text: 'The web app could not reach its server. Check your network and try again.',
  },
};

/**
 * The reason behind the one that a web bridge gives when it ends a session: its own `bridge-lost`, or a call bridge's
 * word for why a call leg ended. Source: CMS CDR guide, callLegEnd, reason.
 */
export function endReasonOf(bridgeReason: string): EndReason {
  switch (bridgeReason) {
    case 'callEnded':
      return 'meeting-ended';
    case 'bridge-lost':
      return 'bridge-lost';
    case 'error':
    case 'timeout':
      return 'connection-lost';
    default:
      return 'removed';
  }
}
