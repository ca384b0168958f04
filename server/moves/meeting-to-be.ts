import type { Meeting } from '@/lib/meeting/meeting';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import { meetingToBe } from '@/lib/move/meeting-to-be';
import type { SpaceTarget } from '@/lib/move/target';
import type { SpaceSeen } from '@/server/clusters/space-desk';

/** A meeting as it would begin, with what is known of it beyond the picture. */
export interface Prospect {
  readonly meeting: Meeting;
  readonly details: MeetingDetails;
}

/**
 * The meeting that there would be in a space: with nobody in it, by the space's rules. Source: docs/cms-wire.md, sections 2.1 and 3.
 * @param seen what a bridge said of the space; of what was not read, nothing is known
 * @param host Usher's id of the bridge that its call would be made on
 * @returns null where there is no such space
 */
export function prospectOf(space: SpaceTarget, seen: SpaceSeen | null, host: string | null): Prospect | null {
  if (seen?.exists === false) return null;
  const id = meetingToBe(space);
  const { rules, begins } = seen?.like ?? { rules: null, begins: null };
  const meeting: Meeting = {
    id,
    name: seen?.name ?? '',
    cluster: { id: space.cluster, name: '' },
    space: space.space,
    startedAt: null,
    calls: host === null ? [] : [{ id, callBridge: host }],
    participantCount: 0,
    lobbyCount: 0,
    kinds: {},
    locked: begins?.locked ?? false,
    lockMode: rules?.lockMode ?? null,
    recording: begins?.recorded ?? false,
    streaming: begins?.streamed ?? false,
    limit: rules?.limit ?? null,
    callType: 'coSpace',
    dualHomed: false,
    stale: null,
  };
  return { meeting, details: { meeting: id, ...rules, activeWhenEmpty: true, presenter: null, headCount: 0, people: {} } };
}
