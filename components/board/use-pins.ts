'use client';

import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { busiest } from '@/lib/meeting/busiest';
import type { FirstPicture } from '@/lib/meeting/first-picture';
import { followSpaces, pinOf, readPins, stillLive, subscribePins, writePins, type Pin } from '@/components/board/pinned';
import { fittingColumns } from '@/components/board/remember-view';
import { useMeetings, useStreamStatus } from '@/components/live/live-provider';

/**
 * What stands on the board; null until the meetings are known. Chosen once: the board does not rearrange itself, but a
 * column goes on with the next call of its space.
 * @param first what the server has drawn, which stands until the meetings are known, and after that where nobody has chosen
 */
export function usePins(first: FirstPicture | null): readonly Pin[] | null {
  const drawn = useMemo(() => (first && first.columns.length > 0 ? first.columns.map(({ meeting }) => pinOf(meeting)) : null), [first]);
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
    else writePins(drawn ?? busiest(meetings, fittingColumns(window.innerWidth)).map(pinOf), { remember: false });
  }, [meetings, state, drawn]);
  return state === 'loading' ? drawn : (pins ?? drawn);
}
