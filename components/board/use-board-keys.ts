'use client';

import { useCallback, type KeyboardEvent } from 'react';
import { columnRows, type Row } from '@/components/board/column-rows';
import { neighbour } from '@/components/board/board-model';
import type { ShowColumn } from '@/components/board/columns';
import type { PickBy } from '@/components/board/selection';
import type { Board } from '@/components/board/use-board';
import { useLiveStore } from '@/components/live/live-provider';
import { useHelp } from '@/components/lost/help-provider';
import { isUndoable, undoOf } from '@/components/board/absent-row';
import { useMoves } from '@/components/move/move-provider';
import { useSequel } from '@/components/sequel/sequel-provider';

export interface KeyAt {
  readonly meeting: string;
  readonly rows: readonly Row[];
  readonly index: number;
}

/**
 * The keyboard at the board: arrows walk, space lifts, arrows then choose the column, enter or space drops, escape puts
 * back; M looks for a target, enter opens the person, what can be done for one who was lost, or brings back one who was moved. Shift with
 * the arrows, X, control with space and control with A pick people out; whoever is picked out goes along.
 */
export function useBoardKeys({ state, dispatch, companionsOf, lift, choose, over, drop }: Board, columns: readonly string[], show: ShowColumn) {
  const live = useLiveStore();
  const { traffic, mayMove } = useMoves();
  const help = useHelp();
  const ask = useSequel();
  const { selection } = state;
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
          const rows = columnRows(next, live.members(next), traffic.of(next), live.noticesFrom(next));
          const found = rows[Math.min(from.index, rows.length - 1)];
          if (found) return { meeting: next, row: found.key };
        }
        return null;
      }
    },
    [columns, dispatch, live, show, traffic],
  );

  const pickKey = useCallback(
    (event: KeyboardEvent, { meeting: column, rows, index }: KeyAt): boolean => {
      const by = pickedBy(event);
      if (by === null) return false;
      const reached = by === 'range' ? rowReached(event.key, { meeting: column, rows, index }) : null;
      if (reached) {
        // From the row on which one stands, where nobody was picked before.
        if (selection.anchor?.column !== column) dispatch({ type: 'select', picked: { column, rows, index }, by: 'range' });
        dispatch({ type: 'walk', to: reached });
      }
      const at = reached ? rows.findIndex(({ key }) => key === reached.row) : index;
      dispatch({ type: 'select', picked: { column, rows, index: at }, by });
      return true;
    },
    [dispatch, selection.anchor],
  );

  const personKey = useCallback(
    (key: string, { rows, index }: KeyAt): boolean => {
      const row = rows[index];
      if (key === 'Escape') dispatch({ type: 'clear' });
      if (row?.kind === 'lost' && key === 'Enter') help(row.notice.id);
      if (row?.kind === 'ghost' && key === 'Enter' && isUndoable(row.traffic, mayMove)) ask(undoOf(row.traffic));
      if (row?.kind !== 'person') return key === ' ' || key === 'Enter';
      if (key === ' ') lift(row.participant, 'keyboard');
      else if (key === 'm' || key === 'M') choose(companionsOf(row.participant));
      else if (key === 'Enter') dispatch({ type: 'open', person: row.participant });
      else return false;
      return true;
    },
    [ask, choose, companionsOf, dispatch, help, lift, mayMove],
  );

  return useCallback(
    (event: KeyboardEvent, at: KeyAt) => {
      if (event.altKey) return;
      if (!carrying && pickKey(event, at)) event.preventDefault();
      else if (event.ctrlKey || event.metaKey) return;
      else if (carryKey(event.key) || walkKey(event.key, at) || personKey(event.key, at)) event.preventDefault();
    },
    [carrying, pickKey, carryKey, walkKey, personKey],
  );
}

/** How a key picks people out; null for one that does not. */
function pickedBy({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): PickBy | null {
  const control = ctrlKey || metaKey;
  if (control) return key === 'a' || key === 'A' ? 'all' : key === ' ' ? 'toggle' : null;
  if (key === 'x' || key === 'X') return 'toggle';
  return shiftKey && ['ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key) ? 'range' : null;
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
