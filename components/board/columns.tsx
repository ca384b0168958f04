'use client';

import { useCallback, useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { Pin } from '@/components/board/pinned';
import { rowsToDraw } from '@/components/ui/grid-rows';
import { useInBrowser } from '@/components/ui/use-in-browser';
import { useNarrow } from '@/components/ui/use-narrow';

const columnWidth = 320;
const gap = 12;

/** What brings a column into view; nothing while there are no columns. */
export type ShowColumn = RefObject<(meeting: string) => void>;

interface ColumnsProps {
  pins: readonly Pin[];
  /** Columns that stay even when they are out of view: of the keyboard, and of whoever is carried. */
  kept: readonly string[];
  show: ShowColumn;
  children: (pin: Pin) => ReactNode;
}

/** Columns side by side, of which only those in view are there, with what they follow. */
export function Columns({ pins, kept, show, children }: ColumnsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const inBrowser = useInBrowser();
  // Beside the rail a whole column fits on a phone.
  const margin = useNarrow() ? 7 : 16;
  const keptAt = kept.map((meeting) => pins.findIndex(({ id }) => id === meeting));
  const virtual = useVirtualizer({
    horizontal: true,
    count: pins.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => columnWidth,
    // The server draws all that it was given, and so does the browser when it takes over.
    initialRect: { width: inBrowser ? 0 : pins.length * (columnWidth + gap), height: 0 },
    getItemKey: (index) => pins[index]?.id ?? index,
    rangeExtractor: (range) => rowsToDraw(defaultRangeExtractor(range), ...keptAt),
    gap,
    paddingStart: margin,
    paddingEnd: margin,
    scrollPaddingStart: margin,
    scrollPaddingEnd: margin,
    overscan: 1,
  });
  const showNow = useCallback(
    (meeting: string) => {
      const at = pins.findIndex(({ id }) => id === meeting);
      if (at >= 0) virtual.scrollToIndex(at);
    },
    [pins, virtual],
  );
  useColumnAdded(pins, (at) => virtual.scrollToIndex(at, { behavior: movesLittle() ? 'auto' : 'smooth' }));
  const follow = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element;
      show.current = showNow;
    },
    [show, showNow],
  );
  return (
    <div ref={follow} className="scroll-thin min-h-0 min-w-0 flex-1 overflow-x-auto overflow-y-hidden" data-testid="board-columns">
      <div className="relative h-full" style={{ width: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const pin = pins[index];
          return (
            pin && (
              <div key={key} className="absolute top-2 bottom-4" style={{ left: start }}>
                {children(pin)}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

/** Tells where a column stands that was put behind the others. What was rearranged altogether is shown from its beginning. */
function useColumnAdded(pins: readonly Pin[], onAdded: (index: number) => void): void {
  const before = useRef(pins);
  useEffect(() => {
    const { current: old } = before;
    before.current = pins;
    if (pins.length === old.length + 1 && old.every(({ id }, at) => pins[at]?.id === id)) onAdded(old.length);
  });
}

function movesLittle(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
