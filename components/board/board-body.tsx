'use client';

import { useCallback, useMemo, useRef } from 'react';
import { Columns3 } from 'lucide-react';
import type { Participant } from '@/lib/meeting/participant';
import { AsItWas } from '@/components/board/as-it-was';
import { foundColumn } from '@/components/board/board-model';
import { Column } from '@/components/board/column';
import { Columns, type ShowColumn } from '@/components/board/columns';
import { FindPeople, type FoundPeople } from '@/components/board/find-people';
import type { Pin } from '@/components/board/pinned';
import type { Picked, PickBy } from '@/components/board/selection';
import type { Board } from '@/components/board/use-board';
import { useBoardKeys } from '@/components/board/use-board-keys';
import { useBridgeConditions, useLiveStore, useStreamStatus } from '@/components/live/live-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';

const nobody: ReadonlyMap<string, Participant> = new Map();

interface BoardBodyProps {
  /** Null while it is not known what stands on the board. */
  pins: readonly Pin[] | null;
  board: Board;
  /** What is looked for; null while nobody looks. */
  search: string | null;
  onSearch: (search: string | null) => void;
  found: FoundPeople;
}

/** The columns, and beside them those who were looked for. */
export function BoardBody({ pins, board, search, onSearch, found }: BoardBodyProps) {
  const { state: stream } = useStreamStatus();
  const conditions = useBridgeConditions();
  const show = useRef<(meeting: string) => void>(() => undefined);
  const rows = useRowDeeds(board, pins, show);
  return (
    <div className="flex min-h-0 flex-1">
      {search !== null && (
        <FindPeople
          {...rows}
          text={search}
          onText={onSearch}
          onClose={() => onSearch(null)}
          found={found}
          cursorRow={cursorIn(board, foundColumn)}
          selected={board.state.selection.people}
          conditions={conditions}
        />
      )}
      {pins !== null && stream === 'loading' && <AsItWas />}
      {pins === null && stream === 'loading' ? (
        <ColumnSkeletons />
      ) : pins === null || pins.length === 0 ? (
        <NoColumns chosen={pins !== null} />
      ) : (
        <PinnedColumns pins={pins} board={board} rows={rows} show={show} />
      )}
    </div>
  );
}

/** What the rows of all columns have in common: who is in the air, and what a press, a key or a tap does. */
function useRowDeeds(board: Board, pins: readonly Pin[] | null, show: ShowColumn) {
  const { state, dispatch, held } = board;
  const ids = useMemo(() => pins?.map(({ id }) => id) ?? [], [pins]);
  const onKey = useBoardKeys(board, ids, show);
  const onWalk = useCallback((meeting: string, row: string) => dispatch({ type: 'walk', to: { meeting, row } }), [dispatch]);
  const onPick = useCallback((picked: Picked, by: PickBy) => dispatch({ type: 'select', picked, by }), [dispatch]);
  const onOpen = useCallback((person: Participant) => dispatch({ type: 'open', person }), [dispatch]);
  return { carried: state.carrying?.people ?? null, held, onWalk, onKey, onPick, onOpen };
}

interface PinnedColumnsProps {
  pins: readonly Pin[];
  board: Board;
  rows: ReturnType<typeof useRowDeeds>;
  show: ShowColumn;
}

function PinnedColumns({ pins, board, rows, show }: PinnedColumnsProps) {
  const { state, details, common, choose } = board;
  const live = useLiveStore();
  const onEverybody = useCallback((meeting: string) => choose(live.members(meeting)), [choose, live]);
  const { cursor, carrying, selection } = state;
  const { people: selected } = selection;
  const selectedIn = useMemo(() => new Set(Array.from(selected.values(), ({ meeting }) => meeting)), [selected]);
  const kept = [...(cursor ? [cursor.meeting] : []), ...(carrying ? [carrying.from] : []), ...selectedIn];
  return (
    <Columns pins={pins} kept={kept} show={show}>
      {(pin) => (
        <Column
          {...rows}
          pin={pin}
          details={details}
          common={common}
          onEverybody={onEverybody}
          isOver={carrying?.over === pin.id}
          cursorRow={cursorIn(board, pin.id)}
          selected={selectedIn.has(pin.id) ? selected : nobody}
        />
      )}
    </Columns>
  );
}

/** The row of a column on which the keyboard stands. */
function cursorIn({ state: { cursor } }: Board, column: string): string | null {
  return cursor?.meeting === column ? cursor.row : null;
}

function ColumnSkeletons() {
  return (
    <div role="status" aria-label="Loading the board" className="flex min-h-0 flex-1 gap-3 overflow-hidden p-4 pt-2">
      {[0, 1, 2, 3].map((column) => (
        <div key={column} className="h-full w-80 shrink-0 rounded-lg border bg-raised p-3">
          <Skeleton className="h-4 w-32" />
          <Skeleton className="mt-2 h-3 w-44" />
        </div>
      ))}
    </div>
  );
}

function NoColumns({ chosen }: { chosen: boolean }) {
  if (chosen) {
    return (
      <EmptyState icon={<Columns3 size={28} aria-hidden />} title="The board is empty">
        Add a meeting above, or press B on one in the meetings list.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Columns3 size={28} aria-hidden />} title="No meeting is live right now">
      As soon as somebody joins a space on a connected call bridge, the meeting can be put here.
    </EmptyState>
  );
}
