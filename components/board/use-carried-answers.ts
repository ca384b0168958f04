'use client';

import { useCallback, useMemo } from 'react';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Pin } from '@/components/board/pinned';
import { useBridgeConditions, useLiveStore } from '@/components/live/live-provider';
import { answerFor } from '@/components/move/answer-for';
import { commonOf, nothingCommon } from '@/components/move/common-answer';
import { useKeptChoices } from '@/components/move/kept-choices';
import { meetingsAsked } from '@/components/move/meetings-asked';
import { useMoves } from '@/components/move/move-provider';
import { withTarget } from '@/components/move/space-target';
import { useMeetingDetails } from '@/components/move/use-meeting-details';

const none: readonly string[] = [];

/**
 * What the columns answer to those in the air: the same for all of them, and each by itself. `details` is what is read of the meetings
 * for that, with what goes without reading of a space in which nobody is.
 */
export function useCarriedAnswers(inTheAir: readonly Participant[] | null, pins: readonly Pin[], placeAt: (column: string) => Meeting | null) {
  const live = useLiveStore();
  const { role } = useMoves();
  const choices = useKeptChoices();
  const conditions = useBridgeConditions();
  const sources = inTheAir?.map(({ meeting }) => meeting) ?? none;
  const read = useMeetingDetails(inTheAir ? [...new Set([...sources, ...pins.map(({ id }) => id)])] : none);
  const details = useMemo(() => pins.reduce((known, { id }) => withPlace(known, placeAt(id)), read), [pins, placeAt, read]);
  const answerOf = useCallback(
    (people: readonly Participant[], target: Meeting | null) => answerFor(people, target, { role, details, choices, ...live.picture }),
    [role, details, choices, live],
  );
  const common = useMemo(
    () => {
      if (!inTheAir) return nothingCommon;
      const targets = pins.slice(0, meetingsAsked(inTheAir.length)).flatMap(({ id }) => placeAt(id) ?? []);
      return commonOf(targets.map((target) => answerOf(inTheAir, target)));
    },
    // The conditions stand for the call bridges of the picture, which changes in place.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [inTheAir, pins, placeAt, answerOf, conditions],
  );
  return { details, common, answerOf };
}

function withPlace(details: ReturnType<typeof useMeetingDetails>, place: Meeting | null) {
  return place ? withTarget(details, place) : details;
}
