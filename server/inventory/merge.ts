import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { KindCounts, Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { CallFact, MeetingRules, ParticipantFact } from '@/server/inventory/facts';

/** A fact together with the bridge that told it. */
export interface Told<F> {
  readonly by: CallBridge;
  readonly fact: F;
}

const weight = { here: 2, unsaid: 1, elsewhere: 0 } as const;

/**
 * Whose word counts for a participant. The home bridge's, as soon as it speaks; until then another that hosts the meeting
 * fills in. Once home has said that the participant is gone, the others only lag behind.
 * @param goneFromHome whether home has said that the participant left
 */
export function authoritative(
  told: readonly Told<ParticipantFact>[],
  goneFromHome: () => boolean,
): Told<ParticipantFact> | null {
  const best = told.reduce<Told<ParticipantFact> | null>(
    (chosen, next) => (chosen && weight[chosen.fact.home.at] >= weight[next.fact.home.at] ? chosen : next),
    null,
  );
  return best && best.fact.home.at !== 'here' && goneFromHome() ? null : best;
}

/** One object for each combination, and not one for each of thousands of people. */
const mutes = {
  none: { audio: false, video: false },
  audio: { audio: true, video: false },
  video: { audio: false, video: true },
  both: { audio: true, video: true },
} satisfies Record<string, Participant['muted']>;

/** What a participant looks like from the fact that counts. */
export function mergeParticipant(
  { fact }: Told<ParticipantFact>,
  home: Participant['callBridge'],
  meeting: string,
  movedFrom: Participant['movedFrom'],
): Participant {
  return {
    id: fact.id,
    name: fact.name,
    uri: fact.uri,
    meeting,
    callBridge: home,
    kind: fact.kind,
    state: fact.state,
    inLobby: fact.inLobby,
    canMove: fact.canMove,
    muted: fact.audioMuted ? (fact.videoMuted ? mutes.both : mutes.audio) : fact.videoMuted ? mutes.video : mutes.none,
    layout: fact.layout,
    importance: fact.importance,
    presenting: fact.presenting,
    speaking: fact.speaking,
    movedFrom,
    joinedAt: fact.joinedAtMs === null ? null : new Date(fact.joinedAtMs).toISOString(),
  };
}

export interface Counted {
  readonly participantCount: number;
  readonly lobbyCount: number;
  readonly kinds: KindCounts;
}

/**
 * One meeting from the calls of all bridges that host it (at least one). A yes of one bridge is a yes: they tell the same
 * thing at different times, and a lock or a recording must not be overlooked.
 */
export function mergeMeeting(id: string, calls: readonly Told<CallFact>[], counted: Counted): Meeting | null {
  const ordered = [...calls].sort((a, b) => compare(a.by.name, b.by.name) || compare(a.fact.id, b.fact.id));
  const first = ordered[0];
  if (!first) return null;
  const starts = ordered.flatMap(({ fact }) => fact.startedAtMs ?? []);
  const awaySince = ordered.flatMap(({ by }) => (by.state === 'connected' ? [] : [by.since])).sort(compare);
  return {
    id,
    name: ordered.find(({ fact }) => fact.name !== '')?.fact.name ?? '',
    cluster: { id: first.by.cluster.id, name: first.by.cluster.name },
    space: ordered.find(({ fact }) => fact.space !== null)?.fact.space ?? null,
    startedAt: starts.length > 0 ? new Date(Math.min(...starts)).toISOString() : null,
    calls: ordered.map(({ by, fact }) => ({ id: fact.id, callBridge: by.id })),
    ...counted,
    locked: ordered.some(({ fact }) => fact.locked),
    lockMode: rulesOf(ordered)?.lockMode ?? null,
    recording: ordered.some(({ fact }) => fact.recording),
    streaming: ordered.some(({ fact }) => fact.streaming),
    limit: rulesOf(ordered)?.limit ?? null,
    callType: ordered.find(({ fact }) => fact.callType !== null)?.fact.callType ?? null,
    dualHomed: ordered.some(({ fact }) => fact.callType === 'lyncConferencing'),
    stale: awaySince[0] ?? null,
  };
}

/** Every bridge of the cluster has the same configuration; one of them has read it. */
export function rulesOf(calls: readonly Told<CallFact>[]): MeetingRules | null {
  return calls.find(({ fact }) => fact.rules !== null)?.fact.rules ?? null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
