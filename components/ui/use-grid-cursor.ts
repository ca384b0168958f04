'use client';

import { useEffect, useRef, useState, type FocusEvent, type RefObject } from 'react';
import { cursorIndex, type GridCursor } from '@/components/ui/grid-rows';

/** Where the keyboard stands. The cursor follows its row; when that goes and takes the focus with it, what came into its place gets it. */
export function useGridCursor(keys: readonly string[], grid: RefObject<HTMLElement | null>) {
  const [cursor, setCursor] = useState<GridCursor>({ key: null, index: 0 });
  const hasFocus = useRef(false);
  const at = cursorIndex(keys, cursor);
  useEffect(() => {
    const gone = cursor.key !== null && keys[at] !== cursor.key;
    if (gone && hasFocus.current && document.activeElement === document.body) rowElement(grid.current, at)?.focus({ preventScroll: true });
  }, [cursor, keys, at, grid]);
  return {
    at,
    standOn(index: number) {
      hasFocus.current = true;
      setCursor({ key: keys[index] ?? null, index });
    },
    onBlur({ target }: FocusEvent) {
      // A row that is taken away has not been left by anybody.
      if (target.isConnected) hasFocus.current = false;
    },
  };
}

/** The place of a row in the whole list; null for what is no row. */
export function indexOfRow(row: EventTarget | null): number | null {
  const index = row instanceof HTMLElement ? row.dataset.index : undefined;
  return index === undefined ? null : Number(index);
}

export function rowElement(grid: HTMLElement | null, index: number): HTMLElement | null {
  return grid?.querySelector(`[data-index="${index}"]`) ?? null;
}
