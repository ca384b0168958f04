import type { Meeting } from '@/lib/meeting/meeting';
import { isToBe } from '@/lib/move/meeting-to-be';
import type { Pin } from '@/components/board/pinned';
import { meetingToBeIn } from '@/components/move/space-target';

const known = new WeakMap<Pin, Meeting>();

/**
 * The meeting that there would be in the space of a column, so that people can be dropped there; null for the column of a meeting. The
 * same one as long as the pin is.
 */
export function placeToBe(pin: Pin): Meeting | null {
  const { id, name, space, cluster } = pin;
  if (!isToBe(id) || space === null || cluster === null) return null;
  const place = known.get(pin) ?? meetingToBeIn({ id: space, name, cluster });
  known.set(pin, place);
  return place;
}
