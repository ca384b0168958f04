import type { Meeting } from '@/lib/meeting/meeting';
import type { ParticipantKind } from '@/lib/meeting/participant';

/** What a meeting can be picked out by beside its name. */
export const conditions = {
  stale: { label: 'Stale', holds: ({ stale }) => stale !== null },
  locked: { label: 'Locked', holds: ({ locked }) => locked },
  lobby: { label: 'People in the lobby', holds: ({ lobbyCount }) => lobbyCount > 0 },
  recording: { label: 'Recorded', holds: ({ recording }) => recording },
  streaming: { label: 'Streamed', holds: ({ streaming }) => streaming },
  'dual-homed': { label: 'Dual-homed', holds: ({ dualHomed }) => dualHomed },
} satisfies Record<string, { label: string; holds: (meeting: Meeting) => boolean }>;

export type Condition = keyof typeof conditions;

export function isCondition(name: string): name is Condition {
  return Object.hasOwn(conditions, name);
}

export interface MeetingFilter {
  /** Part of the name of the meeting or its cluster, in any case. */
  readonly text: string;
  /** A cluster's id; null for all. */
  readonly cluster: string | null;
  readonly condition: Condition | null;
  /** Somebody in it is connected with this; null for all. */
  readonly kind: ParticipantKind | null;
}

/** The meetings that pass every part of the filter, in the order given. */
export function passing(meetings: readonly Meeting[], { text, cluster, condition, kind }: MeetingFilter): readonly Meeting[] {
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === '' && cluster === null && condition === null && kind === null) return meetings;
  return meetings.filter(
    (meeting) =>
      (cluster === null || meeting.cluster.id === cluster) &&
      (condition === null || conditions[condition].holds(meeting)) &&
      (kind === null || meeting.kinds[kind] !== undefined) &&
      (wanted === '' || `${meeting.name}\n${meeting.cluster.name}`.toLocaleLowerCase().includes(wanted)),
  );
}

/** The clusters that there are meetings of, by name. */
export function clustersIn(meetings: readonly Meeting[]): { readonly id: string; readonly name: string }[] {
  const clusters = new Map(meetings.map(({ cluster }) => [cluster.id, cluster]));
  return [...clusters.values()].sort((a, b) => a.name.localeCompare(b.name));
}
