'use client';

import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import clsx from 'clsx';
import { rowsToDraw, sortedBy, walkTarget } from '@/components/ui/grid-rows';
import { indexOfRow, rowElement, useGridCursor } from '@/components/ui/use-grid-cursor';
import { useNarrow } from '@/components/ui/use-narrow';

export interface GridColumn<T> {
  readonly name: string;
  /** A track of CSS grid, such as `minmax(160px, 2fr)`. */
  readonly width: string;
  readonly cell: (item: T) => ReactNode;
  /** Stands in the head in place of the name, which says what it is. */
  readonly head?: ReactNode;
  /** Makes the column one that can be sorted by. */
  readonly compare?: (a: T, b: T) => number;
  /** Left out on a narrow screen. */
  readonly secondary?: boolean;
}

interface DataGridProps<T> {
  label: string;
  columns: readonly GridColumn<T>[];
  items: readonly T[];
  keyOf: (item: T) => string;
  /** A hook by which a row follows its own item, where `items` is put together anew only now and then. */
  useNow?: (item: T) => T;
  /** Enter, or a click. */
  onOpen?: (item: T) => void;
  /** Any other key on a row; true if it was understood. */
  onKey?: (key: string, item: T, shift: boolean) => boolean;
  /** Told of the items in the order in which they stand, whenever that is another one. */
  onOrder?: (items: readonly T[]) => void;
  testId?: (item: T) => string;
  /** What stands there if there is nothing. */
  empty: ReactNode;
}

const rowHeight = 40;

/**
 * A table of any length: only the rows in view exist, and the one on which the keyboard stands. One tab stop; arrows walk,
 * Home and End jump, Enter opens. It fills the height it is given.
 */
export function DataGrid<T>({ label, columns: all, items, keyOf, useNow = asItIs, onOpen, onKey, onOrder, testId, empty }: DataGridProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const columns = useMemo(() => (narrow ? all.filter(({ secondary }) => !secondary) : all), [narrow, all]);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const compare = columns.find(({ name }) => name === sorting?.name)?.compare;
  // The columns are often made anew with each drawing; which of them sorts, and which way, is what counts.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const sorted = useMemo(() => sortedBy(items, compare, sorting?.descending ?? false), [items, sorting]);
  useEffect(() => onOrder?.(sorted), [onOrder, sorted]);
  const keys = useMemo(() => sorted.map(keyOf), [sorted, keyOf]);
  const { at, standOn, onBlur } = useGridCursor(keys, scroller);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    rangeExtractor: (range) => rowsToDraw(defaultRangeExtractor(range), at),
    scrollPaddingStart: rowHeight,
    overscan: 12,
  });
  const tracks = columns.map(({ width }) => width).join(' ');

  const walk = (index: number) => {
    standOn(index);
    virtual.scrollToIndex(index);
    // The row may be drawn only once the list has scrolled there.
    requestAnimationFrame(() => rowElement(scroller.current, index)?.focus({ preventScroll: true }));
  };
  const onRowKey = (event: KeyboardEvent) => {
    const index = indexOfRow(event.target);
    const item = index === null ? undefined : sorted[index];
    if (index === null || item === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = walkTarget(event.key, index, sorted.length);
    if (target !== null) walk(target);
    else if (event.key === 'Enter' && onOpen) onOpen(item);
    else if (!onKey?.(event.key, item, event.shiftKey)) return;
    event.preventDefault();
  };
  const onRowClick = ({ target }: MouseEvent) => {
    const index = target instanceof Element ? indexOfRow(target.closest('[data-index]')) : null;
    const item = index === null ? undefined : sorted[index];
    if (item !== undefined) onOpen?.(item);
  };
  return (
    <div ref={scroller} role="grid" aria-label={label} aria-rowcount={sorted.length + 1} className="scroll-thin h-full min-h-0 overflow-auto border-t bg-raised">
      <div role="rowgroup" className="sticky top-0 z-10 min-w-fit border-b bg-raised">
        <div role="row" aria-rowindex={1} className="grid h-9 items-center gap-3 px-4 text-xs sm:gap-4 sm:px-6 font-medium text-muted" style={{ gridTemplateColumns: tracks }}>
          {columns.map((column) => (
            <HeadCell key={column.name} column={column} sorting={sorting} onSort={setSorting} />
          ))}
        </div>
      </div>
      {sorted.length === 0 && empty}
      <div
        role="rowgroup"
        className="relative min-w-fit"
        style={{ height: virtual.getTotalSize() }}
        onFocus={({ target }) => {
          const index = indexOfRow(target);
          if (index !== null) standOn(index);
        }}
        onBlur={onBlur}
        onKeyDown={onRowKey}
        onClick={onRowClick}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const [item, key] = [sorted[index], keys[index]];
          if (item === undefined || key === undefined) return null;
          return (
            <GridRow key={key} item={item} index={index} start={start} columns={columns} tracks={tracks} tabStop={index === at} opens={onOpen !== undefined} testId={testId} useNow={useNow} />
          );
        })}
      </div>
    </div>
  );
}

interface GridRowProps<T> {
  item: T;
  index: number;
  /** From the top of the list, in pixels. */
  start: number;
  columns: readonly GridColumn<T>[];
  tracks: string;
  tabStop: boolean;
  opens: boolean;
  testId: ((item: T) => string) | undefined;
  useNow: (item: T) => T;
}

/** A row, drawn anew only when it is another item, stands elsewhere, or its item is different now. */
const GridRow = memo(function GridRow<T>({ item, index, start, columns, tracks, tabStop, opens, testId, useNow }: GridRowProps<T>) {
  const now = useNow(item);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-testid={testId?.(item)}
      tabIndex={tabStop ? 0 : -1}
      className={clsx('absolute inset-x-0 grid items-center gap-3 border-b px-4 text-sm -outline-offset-2 sm:gap-4 sm:px-6', opens && 'cursor-pointer hover:bg-surface')}
      style={{ gridTemplateColumns: tracks, height: rowHeight, transform: `translateY(${start}px)` }}
    >
      {columns.map((column) => (
        <div key={column.name} role="gridcell" className="min-w-0 truncate">
          {column.cell(now)}
        </div>
      ))}
    </div>
  );
}) as <T>(props: GridRowProps<T>) => ReactNode;

function asItIs<T>(item: T): T {
  return item;
}

interface Sorting {
  readonly name: string;
  readonly descending: boolean;
}

interface HeadCellProps<T> {
  column: GridColumn<T>;
  sorting: Sorting | null;
  onSort: (sorting: Sorting) => void;
}

function HeadCell<T>({ column: { name, compare, head }, sorting, onSort }: HeadCellProps<T>) {
  if (head) return <span role="columnheader">{head}</span>;
  if (!compare) return <span role="columnheader">{name}</span>;
  const mine = sorting?.name === name ? sorting : null;
  return (
    <span role="columnheader" aria-sort={mine ? (mine.descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => onSort({ name, descending: mine ? !mine.descending : false })} className="inline-flex items-center gap-1 rounded-sm hover:text-ink">
        {name}
        {mine && (mine.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
      </button>
    </span>
  );
}
