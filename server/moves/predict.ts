import type { Participant } from '@/lib/meeting/participant';
import { usualChoices } from '@/lib/move/choices';
import { judge } from '@/lib/move/judge';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import type { Verdict } from '@/lib/move/verdict';
import type { Inventory } from '@/server/inventory/inventory';
import type { LastMoment } from '@/server/moves/last-moment';

/**
 * What a dry run would have said just before somebody was moved by others, if the cluster's mode were `operate`; null where the person
 * was not known. Beyond the live picture nothing is read for it: what was not known then is told as not known.
 */
export function predict(newcomer: Participant, old: Participant | null, moment: LastMoment, inventory: Inventory): Verdict | null {
  if (old === null) return null;
  const target = moment.meeting(newcomer.meeting);
  const source = moment.meeting(old.meeting);
  const details = [target, source].flatMap((meeting) => {
    const known = meeting && inventory.detailsOf(meeting.id);
    return known ? [[known.meeting, detailsBefore(known, newcomer, moment)] as const] : [];
  });
  const [verdict] = judge({
    mayMove: true,
    choices: usualChoices,
    candidates: [{ participant: old, movedAway: false, onlyIfIn: null }],
    target,
    sources: new Map(source ? [[source.id, source]] : []),
    details: new Map(details),
    modes: new Map(),
    callBridges: inventory.picture.callBridges,
  });
  return verdict ?? null;
}

/** What is known of a meeting, without the newcomer, and with those in the lobby who were there before they came. */
function detailsBefore(details: MeetingDetails, newcomer: Participant, moment: LastMoment): MeetingDetails {
  if (newcomer.meeting !== details.meeting) return details;
  const { headCount, people } = details;
  const counts = newcomer.kind !== 'recorder' && moment.participant(newcomer.id) === null;
  return {
    ...details,
    ...(headCount !== undefined && { headCount: headCount - (counts ? 1 : 0) }),
    ...(people && { people: peopleBefore(people, newcomer, moment) }),
  };
}

function peopleBefore(people: NonNullable<MeetingDetails['people']>, newcomer: Participant, moment: LastMoment): NonNullable<MeetingDetails['people']> {
  const there = Object.entries(people).filter(([id]) => id !== newcomer.id);
  return Object.fromEntries(there.map(([id, person]) => [id, { ...person, inLobby: moment.participant(id)?.inLobby ?? person.inLobby }]));
}
