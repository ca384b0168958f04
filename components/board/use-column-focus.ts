'use client';

import { useEffect, useRef, type RefObject } from 'react';
import type { Row } from '@/components/board/column-rows';

interface ColumnFocus {
  grid: RefObject<HTMLElement | null>;
  rows: readonly Row[];
  /** Key of the row on which the keyboard stands; null while it is in another column. */
  cursorRow: string | null;
  scrollTo: (index: number) => void;
  onLost: (row: string) => void;
}

/**
 * Puts the focus where the cursor is. When the cursor's row goes away and takes the focus with it, the row that has come
 * into its place gets it, so that the keyboard never falls out of the board.
 */
export function useColumnFocus({ grid, rows, cursorRow, scrollTo, onLost }: ColumnFocus): void {
  const followed = useRef<string | null>(null);
  const lastIndex = useRef(0);

  useEffect(() => {
    if (cursorRow === null) {
      followed.current = null;
      return;
    }
    const index = rows.findIndex(({ key }) => key === cursorRow);
    if (index >= 0) lastIndex.current = index;
    else if (document.activeElement === document.body) {
      const heir = rows[Math.min(lastIndex.current, rows.length - 1)];
      if (heir) onLost(heir.key);
    }
    // A cursor is followed once: whoever has gone elsewhere since is not called back by rows that change.
    if (index < 0 || followed.current === cursorRow) return;
    const row = grid.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(cursorRow)}"]`);
    if (!row) {
      scrollTo(index);
      return;
    }
    followed.current = cursorRow;
    if (row.contains(document.activeElement)) return;
    row.focus({ preventScroll: true });
    scrollTo(index);
  });
}
