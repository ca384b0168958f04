import type { Meeting } from '@/lib/meeting/meeting';
import type { Space } from '@/lib/meeting/space';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import { meetingToBe } from '@/lib/move/meeting-to-be';

/** What of a space is told by the meeting that there would be. */
type NamedSpace = Pick<Space, 'id' | 'name' | 'cluster'>;

const known = new WeakMap<NamedSpace, Meeting>();

/** The meeting that there would be in a space if somebody were moved there: the same one as long as nothing new is found of the space. */
export function meetingToBeIn(space: NamedSpace): Meeting {
  const meeting = known.get(space) ?? begun(space);
  known.set(space, meeting);
  return meeting;
}

/** What was read of meetings, and what goes without reading of one that nobody is in yet. */
export function withTarget(details: ReadonlyMap<string, MeetingDetails>, { id, calls }: Meeting): ReadonlyMap<string, MeetingDetails> {
  return calls.length > 0 ? details : new Map([...details, [id, { meeting: id, presenter: null, headCount: 0, people: {} }]]);
}

/** With nobody in it, and on no bridge yet. */
function begun({ id, name, cluster }: NamedSpace): Meeting {
  return {
    id: meetingToBe({ space: id, cluster: cluster.id }),
    name,
    cluster,
    space: id,
    startedAt: null,
    calls: [],
    participantCount: 0,
    lobbyCount: 0,
    kinds: {},
    locked: false,
    lockMode: null,
    recording: false,
    streaming: false,
    limit: null,
    callType: 'coSpace',
    dualHomed: false,
    stale: null,
  };
}
