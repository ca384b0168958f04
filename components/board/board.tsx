'use client';

import { useCallback } from 'react';
import { Columns3 } from 'lucide-react';
import type { Participant } from '@/lib/meeting/participant';
import { AddColumn } from '@/components/board/add-column';
import { Carried } from '@/components/board/carried';
import { Column } from '@/components/board/column';
import type { Pin } from '@/components/board/pinned';
import { SelectionBar } from '@/components/board/selection-bar';
import { useBoard, type Board as BoardHandle } from '@/components/board/use-board';
import { useBoardKeys } from '@/components/board/use-board-keys';
import { usePins } from '@/components/board/use-pins';
import { DragArea } from '@/components/drag/drag-area';
import { useLiveStore, useStreamStatus } from '@/components/live/live-provider';
import { LazyMoveDialog } from '@/components/move/lazy-move-dialog';
import { useMoves } from '@/components/move/move-provider';
import { LazyPersonPanel } from '@/components/participant/lazy-person-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';

const nobody: readonly Participant[] = [];

/** Meetings side by side; people go from one to another by mouse, finger or keyboard. */
export function Board() {
  const pins = usePins();
  const board = useBoard(pins?.map(({ id }) => id) ?? []);
  const live = useLiveStore();
  const { move } = useMoves();
  const { state, dispatch, held, lift, choose, over, drop } = board;

  return (
    <div data-board className="relative flex h-full min-h-0 flex-col">
      <BoardHead pins={pins} held={held} />
      <DragArea
        carried={state.carrying && <Carried people={state.carrying.people} />}
        onLift={(id) => {
          const person = live.picture.participants.get(id);
          if (person) lift(person, 'pointer');
        }}
        onOver={over}
        onDrop={drop}
      >
        <Columns pins={pins} board={board} />
      </DragArea>
      <SelectionBar
        selected={state.selected}
        held={held}
        onMove={() => choose(state.selected)}
        onOpen={() => state.selected[0] && dispatch({ type: 'open', person: state.selected[0] })}
        onClear={() => dispatch({ type: 'clear' })}
      />
      {state.choosing?.[0] && (
        <LazyMoveDialog
          person={state.choosing[0]}
          onClose={() => dispatch({ type: 'chosen' })}
          onChoose={(person, target) => {
            dispatch({ type: 'chosen' });
            move(person, target);
          }}
        />
      )}
      {state.details && <LazyPersonPanel person={state.details} onClose={() => dispatch({ type: 'close' })} />}
      <p role="status" aria-live="assertive" className="sr-only" data-testid="board-announcement">
        {board.announcement}
      </p>
    </div>
  );
}

function BoardHead({ pins, held }: { pins: readonly Pin[] | null; held: string | null }) {
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-4 px-4 pt-2">
      <h1 className="text-lg font-semibold tracking-tight">Board</h1>
      <p className="min-w-0 flex-1 truncate text-xs text-muted" data-testid="board-hint">
        {held ?? 'Drag somebody onto another meeting. Or: arrows to walk, space to lift, M to move to…'}
      </p>
      <AddColumn onBoard={new Set(pins?.map(({ id }) => id))} />
    </header>
  );
}

function Columns({ pins, board }: { pins: readonly Pin[] | null; board: BoardHandle }) {
  const { state, dispatch, details, held } = board;
  const { state: stream } = useStreamStatus();
  const onKey = useBoardKeys(board, pins?.map(({ id }) => id) ?? []);
  const onWalk = useCallback((meeting: string, row: string) => dispatch({ type: 'walk', to: { meeting, row } }), [dispatch]);
  const onPick = useCallback((person: Participant) => dispatch({ type: 'select', person }), [dispatch]);
  const onOpen = useCallback((person: Participant) => dispatch({ type: 'open', person }), [dispatch]);

  if (pins === null || pins.length === 0) return stream === 'loading' ? <ColumnSkeletons /> : <NoColumns chosen={pins !== null} />;
  return (
    <div className="scroll-thin flex min-h-0 flex-1 gap-3 overflow-x-auto p-4 pt-2">
      {pins.map((pin) => (
        <Column
          key={pin.id}
          pin={pin}
          carried={state.carrying?.people ?? null}
          details={details}
          isOver={state.carrying?.over === pin.id}
          cursorRow={state.cursor?.meeting === pin.id ? state.cursor.row : null}
          selected={state.selected[0]?.meeting === pin.id ? state.selected : nobody}
          held={held}
          onWalk={onWalk}
          onKey={onKey}
          onPick={onPick}
          onOpen={onOpen}
        />
      ))}
    </div>
  );
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
