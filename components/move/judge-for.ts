import { permits, type Role } from '@/lib/access/access';
import type { CallBridge, ClusterMode } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { usualChoices, type MoveChoices } from '@/lib/move/choices';
import { judge } from '@/lib/move/judge';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import type { Verdict } from '@/lib/move/verdict';
import type { RefusalReason } from '@/lib/move/verdict-codes';
import { refusalWords } from '@/lib/move/words';

/** What of the live picture, and of what was read beyond it, a verdict needs. What is left out is not known. */
export interface JudgedBy {
  readonly role: Role;
  readonly callBridges: ReadonlyMap<string, CallBridge>;
  readonly meetings?: ReadonlyMap<string, Meeting>;
  /** By meeting id. */
  readonly details?: ReadonlyMap<string, MeetingDetails>;
  readonly choices?: MoveChoices;
}

/** Whether people, seen where they are now, may go to `target` together, by what this page knows. The server judges again. */
export function judgeAll(people: readonly Participant[], target: Meeting | null, { role, callBridges, meetings = new Map(), details = new Map(), choices = usualChoices }: JudgedBy): Verdict[] {
  return judge({
    mayMove: permits(role, 'moves.submit').permitted,
    candidates: people.map((participant) => ({ participant, movedAway: false, onlyIfIn: participant.meeting })),
    choices,
    target,
    sources: meetings,
    details,
    modes: new Map<string, ClusterMode>([...callBridges.values()].map(({ cluster }) => [cluster.id, cluster.mode])),
    callBridges,
  });
}

/** As {@link judgeAll}, for one person. */
export function judgeFor(participant: Participant, target: Meeting | null, by: JudgedBy): Verdict {
  const [verdict] = judgeAll([participant], target, by);
  if (!verdict) throw new Error('One candidate has one verdict.');
  return verdict;
}

/**
 * Why a person cannot go anywhere at all, so that it can be said before anything is tried; null where it depends on the
 * target, or nothing speaks against it.
 */
export function stuckReason(participant: Participant, by: JudgedBy): RefusalReason | null {
  const { reasons } = judgeFor(participant, null, by);
  return reasons.find((reason) => reason !== 'target-ended' && reason !== 'forbidden') ?? null;
}

/** A refusal as a sentence, with the cluster or the bridge that it is about. */
export function refusalSentence(
  reason: RefusalReason,
  participant: Participant,
  target: Meeting | null,
  callBridges: ReadonlyMap<string, CallBridge>,
): string {
  const home = callBridges.get(participant.callBridge.id);
  const place = reason === 'cluster-observe-only' ? (home?.cluster.name ?? target?.cluster.name) : awayBridge(home, target, callBridges);
  return refusalWords(reason, { person: participant.name, target: target?.name ?? 'The meeting', place });
}

function awayBridge(home: CallBridge | undefined, target: Meeting | null, callBridges: ReadonlyMap<string, CallBridge>): string | undefined {
  const hosts = target?.calls.flatMap((call) => callBridges.get(call.callBridge) ?? []) ?? [];
  return [...(home ? [home] : []), ...hosts].find(({ state }) => state !== 'connected')?.name;
}
