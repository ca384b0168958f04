'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { Columns3, UserSearch } from 'lucide-react';
import type { FirstPicture } from '@/lib/meeting/first-picture';
import type { Participant } from '@/lib/meeting/participant';
import { AddColumn } from '@/components/board/add-column';
import { AsItWas } from '@/components/board/as-it-was';
import { draggedPerson, foundColumn } from '@/components/board/board-model';
import { Carried } from '@/components/board/carried';
import { Column } from '@/components/board/column';
import { Columns } from '@/components/board/columns';
import { FindPeople, useFoundPeople, type FoundPeople } from '@/components/board/find-people';
import { KeyboardCarry } from '@/components/board/keyboard-carry';
import type { Pin } from '@/components/board/pinned';
import type { Picked, PickBy } from '@/components/board/selection';
import { SelectionBar } from '@/components/board/selection-bar';
import { useBoard, type Board as BoardHandle } from '@/components/board/use-board';
import { useBoardKeys } from '@/components/board/use-board-keys';
import { usePins } from '@/components/board/use-pins';
import { DragArea } from '@/components/drag/drag-area';
import { useBridgeConditions, useFirstPicture, useLiveStore, useStreamStatus } from '@/components/live/live-provider';
import { ChoicesMenu } from '@/components/move/choices-menu';
import { LazyMoveDialog } from '@/components/move/lazy-move-dialog';
import { useMoves } from '@/components/move/move-provider';
import { LazyPersonPanel } from '@/components/participant/lazy-person-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { useInBrowser } from '@/components/ui/use-in-browser';

const nobody: ReadonlyMap<string, Participant> = new Map();

/**
 * Meetings side by side; people go from one to another by mouse, finger or keyboard, and come from the search.
 * @param first what the server knows, which is drawn before this browser knows anything; null to wait for that
 */
export function Board({ first }: { first: FirstPicture | null }) {
  useFirstPicture(first);
  const pins = usePins(first);
  const inBrowser = useInBrowser();
  const ids = useMemo(() => pins?.map(({ id }) => id) ?? [], [pins]);
  const board = useBoard(ids);
  const [search, setSearch] = useState<string | null>(null);
  const found = useFoundPeople(search ?? '');
  const live = useLiveStore();
  const { move } = useMoves();
  const { state, dispatch, common, held, companionsOf, lift, choose, over, drop } = board;
  const { carrying } = state;
  const { people: selected } = state.selection;
  const [picked] = selected.values();

  return (
    // Until the browser has taken over, nothing would come of a press.
    <div data-board inert={!inBrowser} className="relative flex h-full min-h-0 flex-col">
      <BoardHead pins={pins} held={held} finding={search !== null} onFind={() => setSearch(search === null ? '' : null)} />
      <DragArea
        carried={carrying?.by === 'pointer' && <Carried people={carrying.people} common={common} />}
        onLift={(source) => {
          const id = draggedPerson(source);
          const person = live.picture.participants.get(id) ?? found.people.find((one) => one.id === id);
          if (person) lift(person, 'pointer');
        }}
        onOver={over}
        onDrop={drop}
      >
        <BoardBody pins={pins} ids={ids} board={board} search={search} onSearch={setSearch} found={found} />
      </DragArea>
      {carrying?.by === 'keyboard' ? (
        <KeyboardCarry people={carrying.people} common={common} />
      ) : (
        <SelectionBar
          selected={selected}
          held={held}
          onMove={() => picked && choose(companionsOf(picked))}
          onOpen={() => picked && dispatch({ type: 'open', person: picked })}
          onClear={() => dispatch({ type: 'clear' })}
        />
      )}
      {state.choosing && (
        <LazyMoveDialog
          people={state.choosing}
          onClose={() => dispatch({ type: 'chosen', moved: false })}
          onChoose={(people, target, details) => dispatch({ type: 'chosen', moved: move(people, target, details) })}
        />
      )}
      {state.details && <LazyPersonPanel person={state.details} onClose={() => dispatch({ type: 'close' })} />}
      <p role="status" aria-live="assertive" className="sr-only" data-testid="board-announcement">
        {board.announcement}
      </p>
    </div>
  );
}

interface BoardHeadProps {
  pins: readonly Pin[] | null;
  held: string | null;
  finding: boolean;
  onFind: () => void;
}

function BoardHead({ pins, held, finding, onFind }: BoardHeadProps) {
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-4 px-4 pt-2">
      <h1 className="text-lg font-semibold tracking-tight">Board</h1>
      <p className="min-w-0 flex-1 truncate text-xs text-muted" data-testid="board-hint">
        {held ?? <Hint />}
      </p>
      <div className="flex items-center gap-2">
        {held === null && <ChoicesMenu />}
        <Button size="small" aria-expanded={finding} onClick={onFind}>
          <UserSearch size={14} aria-hidden /> <span className="max-sm:sr-only">Find people</span>
        </Button>
        <AddColumn onBoard={new Set(pins?.map(({ id }) => id))} />
      </div>
    </header>
  );
}

/** What to do with what one has: a mouse and keys, or a finger. */
function Hint() {
  return (
    <span className="max-sm:hidden">
      <span className="pointer-coarse:hidden">Drag onto another meeting; shift or ctrl to pick several. Or: arrows to walk, X to pick, space to lift, M to move to…</span>
      <span className="hidden pointer-coarse:inline">Tap to pick; rest a finger on somebody to lift them, and drop them on another meeting.</span>
    </span>
  );
}

interface BoardBodyProps {
  pins: readonly Pin[] | null;
  ids: readonly string[];
  board: BoardHandle;
  /** What is looked for; null while nobody looks. */
  search: string | null;
  onSearch: (search: string | null) => void;
  found: FoundPeople;
}

function BoardBody({ pins, ids, board, search, onSearch, found }: BoardBodyProps) {
  const { state, dispatch, details, common, held, choose } = board;
  const { state: stream } = useStreamStatus();
  const show = useRef<(meeting: string) => void>(() => undefined);
  const conditions = useBridgeConditions();
  const onKey = useBoardKeys(board, ids, show);
  const onWalk = useCallback((meeting: string, row: string) => dispatch({ type: 'walk', to: { meeting, row } }), [dispatch]);
  const onPick = useCallback((picked: Picked, by: PickBy) => dispatch({ type: 'select', picked, by }), [dispatch]);
  const onOpen = useCallback((person: Participant) => dispatch({ type: 'open', person }), [dispatch]);
  const live = useLiveStore();
  const onEverybody = useCallback((meeting: string) => choose(live.members(meeting)), [choose, live]);
  const { cursor, carrying, selection } = state;
  const { people: selected } = selection;
  const selectedIn = useMemo(() => new Set(Array.from(selected.values(), ({ meeting }) => meeting)), [selected]);
  const carried = carrying?.people ?? null;
  const kept = [...(cursor ? [cursor.meeting] : []), ...(carrying ? [carrying.from] : []), ...selectedIn];
  const shared = { carried, held, onWalk, onKey, onPick, onOpen };
  const cursorIn = (column: string) => (cursor?.meeting === column ? cursor.row : null);

  return (
    <div className="flex min-h-0 flex-1">
      {search !== null && (
        <FindPeople
          {...shared}
          text={search}
          onText={onSearch}
          onClose={() => onSearch(null)}
          found={found}
          cursorRow={cursorIn(foundColumn)}
          selected={selected}
          conditions={conditions}
        />
      )}
      {pins !== null && stream === 'loading' && <AsItWas />}
      {pins === null && stream === 'loading' ? (
        <ColumnSkeletons />
      ) : pins === null || pins.length === 0 ? (
        <NoColumns chosen={pins !== null} />
      ) : (
        <Columns pins={pins} kept={kept} show={show}>
          {(pin) => (
            <Column
              {...shared}
              pin={pin}
              details={details}
              common={common}
              onEverybody={onEverybody}
              isOver={carrying?.over === pin.id}
              cursorRow={cursorIn(pin.id)}
              selected={selectedIn.has(pin.id) ? selected : nobody}
            />
          )}
        </Columns>
      )}
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
