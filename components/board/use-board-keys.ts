'use client';

import { useCallback, type KeyboardEvent } from 'react';
import { columnRows, type Row } from '@/components/board/column-rows';
import { neighbour } from '@/components/board/board-model';
import type { ShowColumn } from '@/components/board/columns';
import type { Board } from '@/components/board/use-board';
import { useLiveStore } from '@/components/live/live-provider';
import { useMoves } from '@/components/move/move-provider';

export interface KeyAt {
  readonly meeting: string;
  readonly rows: readonly Row[];
  readonly index: number;
}

/**
 * The keyboard at the board: arrows walk, space lifts, arrows then choose the column, enter or space drops, escape puts
 * back; M looks for a target, enter opens the person.
 */
export function useBoardKeys({ state, dispatch, lift, choose, over, drop }: Board, columns: readonly string[], show: ShowColumn) {
  const live = useLiveStore();
  const { traffic } = useMoves();
  const carrying = state.carrying?.by === 'keyboard' ? state.carrying : null;

  const carryKey = useCallback(
    (key: string): boolean => {
      if (!carrying) return false;
      if (key === 'Escape') drop(null);
      else if (key === 'Enter' || key === ' ') drop(carrying.over);
      else if (key === 'ArrowLeft' || key === 'ArrowRight') {
        const next = neighbour(columns, carrying.over ?? carrying.from, key === 'ArrowRight' ? 1 : -1);
        if (next) {
          over(next);
          show.current(next);
        }
      }
      return true;
    },
    [carrying, columns, drop, over, show],
  );

  const walkKey = useCallback(
    (key: string, at: KeyAt): boolean => {
      const row = rowReached(key, at) ?? rowBeside(key, at);
      if (!row) return key.startsWith('Arrow') || key === 'Home' || key === 'End';
      show.current(row.meeting);
      dispatch({ type: 'walk', to: row });
      return true;

      function rowBeside(pressed: string, from: KeyAt) {
        if (pressed !== 'ArrowLeft' && pressed !== 'ArrowRight') return null;
        const step = pressed === 'ArrowRight' ? 1 : -1;
        for (let next = neighbour(columns, from.meeting, step); next; next = neighbour(columns, next, step)) {
          const rows = columnRows(next, live.members(next), traffic.get().values());
          const found = rows[Math.min(from.index, rows.length - 1)];
          if (found) return { meeting: next, row: found.key };
        }
        return null;
      }
    },
    [columns, dispatch, live, show, traffic],
  );

  const personKey = useCallback(
    (key: string, { rows, index }: KeyAt): boolean => {
      const row = rows[index];
      if (key === 'Escape') dispatch({ type: 'clear' });
      if (row?.kind !== 'person') return key === ' ';
      if (key === ' ') lift(row.participant, 'keyboard');
      else if (key === 'm' || key === 'M') choose([row.participant]);
      else if (key === 'Enter') dispatch({ type: 'open', person: row.participant });
      else return false;
      return true;
    },
    [choose, dispatch, lift],
  );

  return useCallback(
    (event: KeyboardEvent, at: KeyAt) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (carryKey(event.key) || walkKey(event.key, at) || personKey(event.key, at)) event.preventDefault();
    },
    [carryKey, walkKey, personKey],
  );
}

/** The row of the same column that a key leads to; null for other keys. */
function rowReached(key: string, { meeting, rows, index }: KeyAt) {
  const targets: Record<string, number> = {
    ArrowUp: Math.max(index - 1, 0),
    ArrowDown: Math.min(index + 1, rows.length - 1),
    Home: 0,
    End: rows.length - 1,
  };
  const at = targets[key];
  const row = at === undefined ? undefined : rows[at];
  return row ? { meeting, row: row.key } : null;
}
