import type { ItemState } from '@/lib/move/item-state';
import type { Meanwhile } from '@/lib/move/verdict';
import type { RefusalReason } from '@/lib/move/verdict-codes';

/** What a sentence about a refusal can name. What is not known is left out of the sentence. */
export interface Named {
  /** The person who is to be moved. */
  readonly person: string;
  /** The target meeting. */
  readonly target: string;
  /** The cluster that is only observed, or the bridge that is away. */
  readonly place?: string;
  /** Of somebody who was moved before: who was faster, and when, in words. */
  readonly meanwhile?: Meanwhile;
  readonly at?: string;
}

const refusals: Record<RefusalReason, (named: Named) => string> = {
  forbidden: () => 'You may not move people here. An administrator can change your role, or what it is limited to.',
  'cluster-observe-only': ({ place }) =>
    `${place ?? 'The cluster'} is only observed. An administrator can set it to operate on the Call bridges page.`,
  'moved-meanwhile': ({ person, meanwhile, at }) => (meanwhile ? meanwhileWords(person, meanwhile, at) : `${person} is no longer in the meeting that you saw. Somebody else was faster.`),
  'not-connected': ({ person }) => `${person} is not connected right now.`,
  'same-meeting': ({ person, target }) => `${person} is in ${target} already.`,
  'other-cluster': ({ person, target }) => `${target} runs on another cluster, and ${person} cannot cross over.`,
  'bridge-unreachable': ({ place }) => `${place ?? 'A call bridge'} does not answer, so nothing can be sent or proved.`,
  'needs-2.6': () => 'The call bridge is older than version 2.6 and cannot move anybody.',
  'web-app-needs-3.2': ({ person }) =>
    `${person} uses the web app, and web app guests can be moved from version 3.2 on only.`,
  'admit-needs-2.9': ({ target }) =>
    `${target} runs on a call bridge older than version 2.9, which can only open the whole lobby.`,
  'microsoft-client': ({ person }) => `${person} uses a Microsoft client, which cannot be moved.`,
  'meeting-app': ({ person }) => `${person} uses the Cisco Meeting App, which cannot be moved.`,
  'cannot-move': ({ person }) => `The call bridge says that ${person} cannot be moved, without a reason.`,
  'target-not-a-meeting': ({ target }) => `${target} is a call that is only passed on, not a meeting.`,
  'target-ended': ({ target }) => `${target} has ended.`,
  'target-dual-homed': ({ target }) => `${target} is shared with a Microsoft meeting, and nobody can be moved into it.`,
  'target-full': ({ person, target }) => `${target} is full; there is no place left for ${person}.`,
};

/** @param at when, in the reader's words */
function meanwhileWords(person: string, { by, to }: Meanwhile, at?: string): string {
  const where = to.meeting === '' ? 'elsewhere' : `to ${to.name}`;
  const when = at === undefined ? '' : ` at ${at}`;
  if (by === null) return `${person} has been moved ${where} meanwhile; nothing was sent.`;
  const who = moverWords(by);
  return `${by.kind === 'person' ? who : capitalised(who)} moved ${person} ${where}${when}; nothing was sent.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Who moved somebody, inside a sentence. */
export function moverWords({ kind, name }: NonNullable<Meanwhile['by']>): string {
  if (kind === 'unknown') return 'somebody at the bridge';
  return kind === 'token' ? `the token ${name}` : name;
}

export function refusalWords(reason: RefusalReason, named: Named): string {
  return refusals[reason](named);
}

/** A few words for a column's head or a badge, where a sentence does not fit. */
export const refusalLabels: Record<RefusalReason, string> = {
  forbidden: 'Not yours to move',
  'cluster-observe-only': 'Only observed',
  'moved-meanwhile': 'Moved meanwhile',
  'not-connected': 'Not connected',
  'same-meeting': 'Already here',
  'other-cluster': 'Another cluster',
  'bridge-unreachable': 'Bridge away',
  'needs-2.6': 'Bridge older than 2.6',
  'web-app-needs-3.2': 'Web app needs 3.2',
  'admit-needs-2.9': 'Needs 2.9 for this',
  'microsoft-client': 'Microsoft client',
  'meeting-app': 'Meeting App',
  'cannot-move': 'Cannot be moved',
  'target-not-a-meeting': 'Not a meeting',
  'target-ended': 'Ended',
  'target-dual-homed': 'Shared with Microsoft',
  'target-full': 'Full',
};

/** Where an item stands, in a word or two. */
export const stateLabels: Record<ItemState, string> = {
  queued: 'Waiting to be sent',
  sending: 'Sending',
  accepted: 'On the way',
  joined: 'Joined',
  refused: 'Refused',
  'nothing-happened': 'Nothing happened',
  dropped: 'Lost on the way',
  'wrong-meeting': 'In another meeting',
  'in-lobby': 'In the lobby',
  'in-both': 'In both meetings',
  expired: 'Expired',
  cancelled: 'Cancelled',
  unknown: 'Not known',
};

const endings: Record<ItemState, (named: Named) => string> = {
  queued: ({ person, target }) => `${person} will be sent to ${target}.`,
  sending: ({ person, target }) => `The call bridge is being asked to move ${person} to ${target}.`,
  accepted: ({ person, target }) => `The call bridge has taken it on; ${person} has yet to appear in ${target}.`,
  joined: ({ person, target }) => `${person} is in ${target}.`,
  refused: ({ person }) => `${person} was not moved; nothing was sent.`,
  'nothing-happened': ({ person }) => `${person} is still where they were. You can try again.`,
  dropped: ({ person, target }) => `${person} left and did not arrive in ${target}. Send them the link to join again.`,
  'wrong-meeting': ({ person, place, target }) =>
    `${person} is in ${place ?? 'another meeting'}, not in ${target}. You can move them from there.`,
  'in-lobby': ({ person, target }) => `${person} waits in the lobby of ${target}.`,
  'in-both': ({ person, target }) =>
    `${person} is in ${target} and still in the meeting before. Drop the old one if it does not go by itself.`,
  expired: ({ person }) => `${person} was not moved: it could not be sent within a minute, and late moves are not sent.`,
  cancelled: ({ person }) => `${person} was not moved: the move was cancelled.`,
  unknown: ({ person }) => `What became of ${person} is not known: the call bridge does not answer.`,
};

/** A whole sentence on where an item stands and, at its end, what can be done. */
export function stateWords(state: ItemState, named: Named): string {
  return endings[state](named);
}
