import type { ClusterMode } from '@/lib/meeting/call-bridge';
import type { Participant } from '@/lib/meeting/participant';
import type { ProblemCode } from '@/lib/problem/problem';

/** What has to be known before somebody who was lost may be called again. */
export interface RedialFacts {
  readonly person: Pick<Participant, 'name' | 'kind' | 'uri'>;
  /** The meeting they are to be called into; null if it is not live. */
  readonly meeting: { readonly name: string } | null;
  readonly mode: ClusterMode;
  /** Whether every bridge of the cluster is connected, so that who is not seen is not there. */
  readonly isClusterSeen: boolean;
  /** Whether somebody with their address is in a meeting, or one whom the move has made. In which is not for everybody to know. */
  readonly isSeen: boolean;
  /** Bridges that still have a call leg with their address; null while that was not read. `unread`: a bridge did not say. */
  readonly legsOn: readonly string[] | 'unread' | null;
}

export const redialRefusals = ['not-sip', 'meeting-ended', 'observe-only', 'cluster-not-seen', 'still-there', 'legs-unread', 'leg-left'] as const;
export type RedialRefusal = (typeof redialRefusals)[number];

/**
 * Why somebody may not be called again; null if they may. Whoever has a call leg left anywhere would be in two meetings, so that what is
 * not known to be gone counts as there.
 */
export function redialRefusal({ person, meeting, mode, isClusterSeen, isSeen, legsOn }: RedialFacts): RedialRefusal | null {
  if (!canBeCalled(person)) return 'not-sip';
  if (!meeting) return 'meeting-ended';
  if (mode !== 'operate') return 'observe-only';
  if (!isClusterSeen) return 'cluster-not-seen';
  if (isSeen) return 'still-there';
  if (legsOn === 'unread') return 'legs-unread';
  return legsOn !== null && legsOn.length > 0 ? 'leg-left' : null;
}

/** Guests have nothing to be called by, and Microsoft clients are called by their own side. */
export function canBeCalled({ kind, uri }: Pick<Participant, 'kind' | 'uri'>): boolean {
  return kind === 'sip' && uri !== null && uri !== '';
}

/** What a refusal is to a script, and what it says to a person. */
export const redialProblems: Record<RedialRefusal, { readonly code: ProblemCode; words(facts: RedialFacts): string }> = {
  'not-sip': { code: 'conflict', words: ({ person }) => `${person.name} has no SIP address that could be called. Hand them the link to join again.` },
  'meeting-ended': { code: 'conflict', words: () => 'That meeting has ended.' },
  'observe-only': { code: 'cluster-observe-only', words: () => 'The cluster is only observed. An administrator can set it to operate on the Call bridges page.' },
  'cluster-not-seen': { code: 'bridge-unreachable', words: ({ person }) => `A call bridge of the cluster is away: ${person.name} may still be on it.` },
  'still-there': { code: 'conflict', words: ({ person }) => `${person.name} is in a meeting of the cluster, or just being connected to one.` },
  'legs-unread': { code: 'bridge-unreachable', words: ({ person }) => `A call bridge does not say whether ${person.name} still has a call leg on it.` },
  'leg-left': {
    code: 'conflict',
    words: ({ person, legsOn }) => `${person.name} still has a call leg on ${Array.isArray(legsOn) ? legsOn.join(', ') : 'a call bridge'}. It goes by itself, or can be dropped there.`,
  },
};
