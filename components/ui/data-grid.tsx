'use client';

import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import clsx from 'clsx';

export interface GridColumn<T> {
  readonly name: string;
  /** A track of CSS grid, such as `minmax(160px, 2fr)`. */
  readonly width: string;
  readonly cell: (item: T) => ReactNode;
  /** Makes the column one that can be sorted by. */
  readonly compare?: (a: T, b: T) => number;
}

interface DataGridProps<T> {
  label: string;
  columns: readonly GridColumn<T>[];
  items: readonly T[];
  keyOf: (item: T) => string;
  /** Enter, or a click. */
  onOpen?: (item: T) => void;
  /** Any other key on a row; true if it was understood. */
  onKey?: (key: string, item: T) => boolean;
  testId?: (item: T) => string;
  /** What stands there if there is nothing. */
  empty: ReactNode;
}

const rowHeight = 40;

/**
 * A table of any length: only the rows in view exist. One tab stop; arrows walk, Home and End jump, Enter opens. It fills
 * the height it is given.
 */
export function DataGrid<T>({ label, columns, items, keyOf, onOpen, onKey, testId, empty }: DataGridProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState<{ name: string; descending: boolean } | null>(null);
  const [cursor, setCursor] = useState(0);
  const sorted = sortBy(items, columns.find(({ name }) => name === sorting?.name)?.compare, sorting?.descending ?? false);
  const at = Math.min(cursor, sorted.length - 1);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: rowHeight,
    overscan: 12,
  });
  const tracks = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };

  const walk = (index: number) => {
    setCursor(index);
    virtual.scrollToIndex(index);
    // The row may be drawn only once the list has scrolled there.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true }));
  };
  const onRowKey = (event: KeyboardEvent, item: T, index: number) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = walkTarget(event.key, index, sorted.length);
    if (target !== null) walk(target);
    else if (event.key === 'Enter' && onOpen) onOpen(item);
    else if (!onKey?.(event.key, item)) return;
    event.preventDefault();
  };

  return (
    <div ref={scroller} role="grid" aria-label={label} aria-rowcount={sorted.length + 1} className="scroll-thin h-full min-h-0 overflow-auto border-t bg-raised">
      <div role="rowgroup" className="sticky top-0 z-10 min-w-fit border-b bg-raised">
        <div role="row" aria-rowindex={1} className="grid h-9 items-center gap-4 px-6 text-xs font-medium text-muted" style={tracks}>
          {columns.map((column) => (
            <HeadCell key={column.name} column={column} sorting={sorting} onSort={setSorting} />
          ))}
        </div>
      </div>
      {sorted.length === 0 && empty}
      <div role="rowgroup" className="relative min-w-fit" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = sorted[index];
          if (item === undefined) return null;
          return (
            <div
              key={keyOf(item)}
              role="row"
              aria-rowindex={index + 2}
              data-index={index}
              data-testid={testId?.(item)}
              tabIndex={index === at ? 0 : -1}
              onFocus={() => setCursor(index)}
              onKeyDown={(event) => onRowKey(event, item, index)}
              onClick={onOpen && (() => onOpen(item))}
              className={clsx('absolute inset-x-0 grid items-center gap-4 border-b px-6 text-sm -outline-offset-2', onOpen && 'cursor-pointer hover:bg-surface')}
              style={{ ...tracks, height: rowHeight, transform: `translateY(${start}px)` }}
            >
              {columns.map((column) => (
                <div key={column.name} role="gridcell" className="min-w-0 truncate">
                  {column.cell(item)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface HeadCellProps<T> {
  column: GridColumn<T>;
  sorting: { name: string; descending: boolean } | null;
  onSort: (sorting: { name: string; descending: boolean }) => void;
}

function HeadCell<T>({ column: { name, compare }, sorting, onSort }: HeadCellProps<T>) {
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

function walkTarget(key: string, index: number, count: number): number | null {
  const targets: Record<string, number> = {
    ArrowUp: index - 1,
    ArrowDown: index + 1,
    PageUp: index - 10,
    PageDown: index + 10,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined ? null : Math.max(0, Math.min(count - 1, target));
}

function sortBy<T>(items: readonly T[], compare: ((a: T, b: T) => number) | undefined, descending: boolean): readonly T[] {
  if (!compare) return items;
  return [...items].sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
}
