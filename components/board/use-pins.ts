'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';
import { busiest, followSpaces, readPins, stillLive, subscribePins, writePins, type Pin } from '@/components/board/pinned';
import { useMeetings, useStreamStatus } from '@/components/live/live-provider';

const defaultColumns = { least: 2, most: 6, width: 336 };

/**
 * What stands on the board; null until the meetings are known. Chosen once: the board does not rearrange itself, but a
 * column goes on with the next call of its space.
 */
export function usePins(): readonly Pin[] | null {
  const pins = useSyncExternalStore(subscribePins, readPins, () => null);
  const meetings = useMeetings();
  const { state } = useStreamStatus();
  const settled = useRef(false);
  useEffect(() => {
    if (state === 'loading') return;
    const kept = readPins();
    if (settled.current) {
      const next = kept && followSpaces(kept, meetings);
      if (next && next !== kept) writePins(next, { remember: true });
      return;
    }
    const live = kept && stillLive(kept, meetings);
    if (live === null && meetings.length === 0) return;
    settled.current = true;
    if (live) writePins(live, { remember: true });
    else writePins(busiest(meetings, fitting(window.innerWidth)), { remember: false });
  }, [meetings, state]);
  return pins;
}

function fitting(widthPx: number): number {
  const { least, most, width } = defaultColumns;
  return Math.max(least, Math.min(most, Math.floor((widthPx - 220) / width)));
}
