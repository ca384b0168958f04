'use client';

import { useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { busiest } from '@/lib/meeting/busiest';
import type { FirstPicture } from '@/lib/meeting/first-picture';
import { followSpaces, pinOf, readPins, stillLive, subscribePins, writePins, type Pin } from '@/components/board/pinned';
import { fittingColumns } from '@/components/board/remember-view';
import { useMeetings, useStreamStatus } from '@/components/live/live-provider';

interface Standing {
  /** Null until the meetings are known. */
  readonly pins: readonly Pin[] | null;
  /** Whether they stay where they are: what the server has drawn may have been arranged differently since it last heard. */
  readonly stay: boolean;
}

/**
 * What stands on the board. Chosen once: the board does not rearrange itself, but a column goes on with the next call of its space.
 * @param first what the server has drawn, which stands until the meetings are known, and after that where nobody has chosen
 */
export function usePins(first: FirstPicture | null): Standing {
  const drawn = useMemo(() => (first && first.columns.length > 0 ? first.columns.map(({ meeting }) => pinOf(meeting)) : null), [first]);
  const pins = useSyncExternalStore(subscribePins, readPins, () => null);
  const meetings = useMeetings();
  const { state } = useStreamStatus();
  const settled = useRef(false);
  // Before anybody sees them: columns of what has ended would make the others jump as they go.
  useLayoutEffect(() => {
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
  if (state !== 'loading') return { pins: pins ?? drawn, stay: true };
  return { pins: drawn, stay: drawn?.every(({ id }, at) => !pins || pins[at]?.id === id) ?? true };
}
