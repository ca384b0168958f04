'use client';

import { memo, useCallback, useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { Participant } from '@/lib/meeting/participant';
import { isFailure } from '@/lib/move/item-state';
import { dragSource, foundColumn } from '@/components/board/board-model';
import type { Row } from '@/components/board/column-rows';
import { AbsentRow } from '@/components/board/absent-row';
import { PersonRow } from '@/components/board/person-row';
import type { Picked, PickBy } from '@/components/board/selection';
import type { KeyAt } from '@/components/board/use-board-keys';
import { LostRow } from '@/components/board/lost-row';
import { useColumnFocus } from '@/components/board/use-column-focus';
import { useLiveStore, useMeeting } from '@/components/live/live-provider';
import { refusalSentence, stuckReason } from '@/components/move/judge-for';
import { useMoves } from '@/components/move/move-provider';
import { rowsToDraw } from '@/components/ui/grid-rows';
import { useInBrowser } from '@/components/ui/use-in-browser';

const rowHeight = 36;
const failedRowHeight = 64;

export interface PeopleGridProps {
  /** The column's meeting, or `foundColumn`: then each row says where its person is. */
  meeting: string;
  name: string;
  rows: readonly Row[];
  cursorRow: string | null;
  selected: ReadonlyMap<string, Participant>;
  carried: readonly Participant[] | null;
  held: string | null;
  /** Changes when something about the call bridges does on which it depends who can be moved. */
  conditions: string;
  onWalk: (meeting: string, row: string) => void;
  onKey: (event: KeyboardEvent, at: KeyAt) => void;
  onPick: (picked: Picked, by: PickBy) => void;
  onOpen: (person: Participant) => void;
}

/** The people of a column, of whom only those in view are drawn, and whoever the keyboard is on. */
export function PeopleGrid({ meeting, name, rows, cursorRow, selected, carried, held, conditions, onWalk, onKey, onPick, onOpen }: PeopleGridProps) {
  const cursorIndex = cursorRow === null ? -1 : rows.findIndex(({ key }) => key === cursorRow);
  const tabStop = rows[Math.max(cursorIndex, 0)]?.key;
  const onLost = useCallback((row: string) => onWalk(meeting, row), [onWalk, meeting]);
  const grid = useRef<HTMLDivElement>(null);
  const pointer = useRef('mouse');
  const inBrowser = useInBrowser();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: (index) => heightOf(rows[index]),
    // The server draws all that it was given, and so does the browser when it takes over.
    initialRect: { width: 0, height: inBrowser ? 0 : rows.length * rowHeight },
    getItemKey: (index) => rows[index]?.key ?? index,
    rangeExtractor: (range) => rowsToDraw(defaultRangeExtractor(range), cursorIndex),
    overscan: 8,
    paddingStart: 4,
    paddingEnd: 4,
  });
  useColumnFocus({ grid, rows, cursorRow, scrollTo: (index) => virtual.scrollToIndex(index), onLost });
  const carriedIds = useMemo(() => new Set(carried?.map(({ id }) => id)), [carried]);
  const personAt = (target: EventTarget) => {
    const row = rows[placeOf(target)?.index ?? -1];
    return row?.kind === 'person' ? row.participant : null;
  };
  return (
    <div ref={grid} role="grid" aria-label={`People in ${name}`} aria-rowcount={rows.length} aria-multiselectable className="scroll-thin min-h-0 flex-1 overflow-y-auto">
      <div
        role="rowgroup"
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        onFocus={({ target }) => {
          const place = placeOf(target);
          if (place) onWalk(meeting, place.key);
        }}
        onKeyDown={(event) => {
          const place = placeOf(event.target);
          if (place?.row === event.target) onKey(event, { meeting, rows, index: place.index });
        }}
        onPointerDown={({ pointerType }) => {
          pointer.current = pointerType;
        }}
        onClick={(event) => {
          const place = placeOf(event.target);
          if (place && personAt(event.target)) onPick({ column: meeting, rows, index: place.index }, pickedBy(event, pointer.current));
        }}
        onDoubleClick={({ target }) => {
          const person = personAt(target);
          if (person) onOpen(person);
        }}
      >
        {virtual.getVirtualItems().map(({ index, key, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          const id = row.kind === 'person' ? row.participant.id : '';
          return (
            <GridRow
              key={key}
              column={meeting}
              row={row}
              index={index}
              start={start}
              size={size}
              tabStop={row.key === tabStop}
              selected={selected.has(id)}
              carried={carriedIds.has(id)}
              held={held}
              conditions={conditions}
            />
          );
        })}
      </div>
    </div>
  );
}

interface GridRowProps {
  column: string;
  row: Row;
  index: number;
  /** In pixels, from the top of the column. */
  start: number;
  size: number;
  tabStop: boolean;
  selected: boolean;
  carried: boolean;
  held: string | null;
  conditions: string;
}

/** One row, drawn anew only when something about it is different: a column gets hundreds of changes a second. */
const GridRow = memo(function GridRow({ column, row, index, start, size, tabStop, selected, carried, held }: GridRowProps) {
  const { callBridges } = useLiveStore().picture;
  const { role, traffic } = useMoves();
  const dismiss = useCallback((key: string) => traffic.dismiss(key), [traffic]);
  const person = row.kind === 'person' ? row.participant : null;
  const reason = person && stuckReason(person, { role, callBridges });
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={person ? selected : undefined}
      data-index={index}
      data-row={row.key}
      data-testid={person ? `participant-${person.id}` : undefined}
      // Whoever dragged with a pointer is not at the row that took the place of the one they dragged.
      onFocus={({ currentTarget }) => row.kind === 'ghost' && currentTarget.matches(':focus-visible') && traffic.hold(row.traffic.key)}
      onBlur={() => row.kind === 'ghost' && traffic.letGo(row.traffic.key)}
      tabIndex={tabStop ? 0 : -1}
      className="group absolute inset-x-1 rounded-md -outline-offset-2 select-none"
      style={{ height: size, transform: `translateY(${start}px)` }}
    >
      <div role="gridcell" className="h-full py-px">
        {row.kind === 'person' ? (
          <PersonRow
            row={row}
            source={dragSource(column, row.participant.id)}
            where={column === foundColumn ? <MeetingName id={row.participant.meeting} /> : null}
            selected={selected}
            carried={carried}
            held={held}
            stuck={reason ? refusalSentence(reason, row.participant, null, callBridges) : null}
            onDismiss={dismiss}
          />
        ) : row.kind === 'lost' ? (
          <LostRow notice={row.notice} />
        ) : (
          <AbsentRow row={row} onDismiss={dismiss} />
        )}
      </div>
    </div>
  );
});

/** A finger has no keys to hold: each tap adds or lets go. */
function pickedBy({ shiftKey, ctrlKey, metaKey }: MouseEvent, pointer: string): PickBy {
  if (shiftKey) return 'range';
  return ctrlKey || metaKey || pointer === 'touch' ? 'toggle' : 'only';
}

function MeetingName({ id }: { id: string }) {
  const name = useMeeting(id)?.name ?? 'A meeting that has ended';
  return (
    <span className="max-w-[45%] shrink-0 truncate text-xs text-muted" title={name}>
      {name}
    </span>
  );
}

/** The row around an element; null for what is in none. */
function placeOf(target: EventTarget): { row: HTMLElement; key: string; index: number } | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  const { row: key, index } = row?.dataset ?? {};
  return row && key !== undefined ? { row, key, index: Number(index) } : null;
}

function heightOf(row: Row | undefined): number {
  if (row?.kind === 'lost') return failedRowHeight;
  const item = row && row.kind !== 'person' ? row.traffic.item : row?.traffic?.item;
  return item && isFailure(item.state) ? failedRowHeight : rowHeight;
}
