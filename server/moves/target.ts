import type { Place } from '@/lib/access/scope';
import type { Meeting } from '@/lib/meeting/meeting';
import { meetingToBe } from '@/lib/move/meeting-to-be';
import { spaceOf, type ItemTarget, type SpaceTarget, type Target } from '@/lib/move/target';
import type { Inventory } from '@/server/inventory/inventory';

/** The live meeting that a target stands for; null if there is none, or none that may be seen. */
export function liveTarget(inventory: Inventory, to: Target | ItemTarget): Meeting | null {
  const named = 'meeting' in to ? inventory.meeting(to.meeting) : null;
  const space = spaceOf(to);
  return named ?? (space && meetingIn(inventory, space));
}

/** The live meeting in a space, whichever bridges of its cluster it is on. Bridges that lost each other may have two: the one with more people. */
export function meetingIn(inventory: Inventory, { space, cluster }: SpaceTarget): Meeting | null {
  let found: Meeting | null = null;
  for (const meeting of inventory.picture.meetings.values()) {
    if (meeting.space !== space || meeting.cluster.id !== cluster) continue;
    if (!found || meeting.participantCount > found.participantCount) found = meeting;
  }
  return found;
}

/** Where an item goes for which this was asked for. @param target the live meeting that it stands for, if there is one @param name where there is none */
export function itemTarget(to: Target, target: Meeting | null, name = ''): ItemTarget {
  const space = spaceOf(to);
  const meeting = 'meeting' in to ? to.meeting : meetingToBe(to);
  return { meeting: target?.id ?? meeting, name: target?.name ?? name, ...space };
}

/**
 * Where people go who are to be once more where an earlier order had them: the meeting, or if that has ended its space.
 * @param place where that meeting was; null if it is not on record
 */
export function again(inventory: Inventory, before: ItemTarget, place: Place | null): ItemTarget {
  const same = inventory.meeting(before.meeting);
  if (same) return { meeting: same.id, name: same.name };
  if (!place || place.space === null) return { meeting: before.meeting, name: before.name };
  const to = { space: place.space, cluster: place.cluster };
  const live = meetingIn(inventory, to);
  return { ...itemTarget(to, live), name: live?.name ?? before.name };
}

/** Where the target is that a space was named for; null for a meeting that is not live: it can be anywhere. */
export function placeAsked(to: Target | ItemTarget): Place | null {
  return spaceOf(to);
}
