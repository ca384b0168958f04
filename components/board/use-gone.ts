'use client';

import { useEffect, type Dispatch } from 'react';
import type { Participant } from '@/lib/meeting/participant';
import type { BoardAction } from '@/components/board/board-model';
import { useLiveStore } from '@/components/live/live-provider';
import { topic } from '@/components/live/live-store';

/** Lets go of whoever is picked out and leaves: by themselves, or because they were moved. */
export function useGone(selected: ReadonlyMap<string, Participant>, dispatch: Dispatch<BoardAction>): void {
  const live = useLiveStore();
  useEffect(() => {
    const meetings = new Set(Array.from(selected.values(), ({ meeting }) => meeting));
    const look = () => {
      const gone = [...selected.values()].filter(({ id, meeting }) => live.holds(meeting) && !live.picture.participants.has(id));
      if (gone.length > 0) dispatch({ type: 'gone', people: gone.map(({ id }) => id) });
    };
    const stops = Array.from(meetings, (meeting) => live.subscribe(topic.members(meeting), look));
    return () => stops.forEach((stop) => stop());
  }, [selected, live, dispatch]);
}
