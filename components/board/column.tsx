'use client';

import { memo, useCallback, useMemo, useRef, type KeyboardEvent } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Participant } from '@/lib/meeting/participant';
import { isEnd } from '@/lib/move/item';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import clsx from 'clsx';
import { answerFor, ColumnAnswer } from '@/components/board/column-answer';
import { ColumnHead } from '@/components/board/column-head';
import { columnRows, type Row } from '@/components/board/column-rows';
import { AbsentRow, PersonRow } from '@/components/board/person-row';
import type { Pin } from '@/components/board/pinned';
import type { KeyAt } from '@/components/board/use-board-keys';
import { useColumnFocus } from '@/components/board/use-column-focus';
import { useDropTarget } from '@/components/drag/use-drag';
import { useCallBridges, useLiveStore, useMeeting, useMembers } from '@/components/live/live-provider';
import { refusalSentence, stuckReason } from '@/components/move/judge-for';
import { useMoves, useTraffic } from '@/components/move/move-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';

const rowHeight = 36;
const failedRowHeight = 64;

interface ColumnProps {
  pin: Pin;
  /** People in the air, over whichever column; null while nothing is carried. */
  carried: readonly Participant[] | null;
  /** Of the meetings on the board; empty until they have been read. */
  details: ReadonlyMap<string, MeetingDetails>;
  isOver: boolean;
  /** The row on which the keyboard stands, if in this column. */
  cursorRow: string | null;
  selected: readonly Participant[];
  /** Why this person may not move anybody; null for who may. */
  held: string | null;
  onWalk: (meeting: string, row: string) => void;
  onKey: (event: KeyboardEvent, at: KeyAt) => void;
  onPick: (person: Participant) => void;
  onOpen: (person: Participant) => void;
}

/** One meeting on the board. */
export const Column = memo(function Column(props: ColumnProps) {
  const { pin, carried, details, isOver } = props;
  const meeting = useMeeting(pin.id);
  const callBridges = useCallBridges();
  const live = useLiveStore();
  const { role } = useMoves();
  const { ref } = useDropTarget(pin.id);
  const answer = useMemo(() => {
    if (!carried) return null;
    const { meetings } = live.picture;
    return answerFor(carried, meeting, { role, callBridges: new Map(callBridges.map((bridge) => [bridge.id, bridge])), meetings, details });
  }, [carried, meeting, role, callBridges, live, details]);
  const welcome = answer !== null && answer.allowed > 0;

  return (
    <div
      ref={ref}
      role="group"
      data-testid={`board-column-${pin.id}`}
      aria-label={meeting?.name ?? pin.name}
      data-over={isOver || undefined}
      className={clsx(
        'relative flex h-full w-80 shrink-0 flex-col overflow-hidden rounded-lg border transition-[border-color,box-shadow,background-color] duration-150',
        answer && !welcome ? 'bg-sunken' : 'bg-raised',
        welcome && 'border-accent shadow-[0_0_0_1px_var(--accent)]',
        welcome && isOver && 'shadow-[0_0_0_3px_var(--accent)]',
      )}
    >
      <ColumnHead pin={pin} meeting={meeting} />
      <div className="relative flex min-h-0 flex-1 flex-col">
        {answer && <ColumnAnswer answer={answer} />}
        <div className={clsx('flex min-h-0 flex-1 flex-col', answer && !welcome && 'grayscale [&_*]:text-muted')}>
          {meeting ? <ColumnBody {...props} name={meeting.name} /> : <EndedBody />}
        </div>
      </div>
    </div>
  );
});

function EndedBody() {
  return <EmptyState title="This meeting has ended">Take it off the board, or leave it: the next call in the same space appears here.</EmptyState>;
}

function ColumnBody(props: ColumnProps & { name: string }) {
  const { people, problem } = useMembers(props.pin.id);
  const traffic = useTraffic();
  const rows = useMemo(() => columnRows(props.pin.id, people ?? [], traffic.values()), [props.pin.id, people, traffic]);
  if (problem && people === null) {
    return (
      <div className="p-2">
        <Notice tone="failed">{problem.detail}</Notice>
      </div>
    );
  }
  if (people === null) return <SkeletonRows rows={5} label={`Loading the people in ${props.name}`} />;
  if (rows.length === 0) return <EmptyState title="Nobody is here">Whoever joins or is moved here appears at once.</EmptyState>;
  return <PeopleGrid {...props} rows={rows} />;
}

function PeopleGrid({ pin, name, rows, cursorRow, selected, carried, held, onWalk, onKey, onPick, onOpen }: ColumnProps & { name: string; rows: readonly Row[] }) {
  const live = useLiveStore();
  const { role, traffic } = useMoves();
  const cursorIndex = cursorRow === null ? -1 : rows.findIndex(({ key }) => key === cursorRow);
  const tabStop = rows[Math.max(cursorIndex, 0)]?.key;
  const onLost = useCallback((row: string) => onWalk(pin.id, row), [onWalk, pin.id]);
  const dismiss = useCallback((key: string) => traffic.dismiss(key), [traffic]);
  const grid = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    paddingStart: 4,
    paddingEnd: 4,
  });
  useColumnFocus({ grid, rows, cursorRow, scrollTo: (index) => virtual.scrollToIndex(index), onLost });
  return (
    <div ref={grid} role="grid" aria-label={`People in ${name}`} aria-rowcount={rows.length} className="scroll-thin min-h-0 flex-1 overflow-y-auto">
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          const person = row.kind === 'person' ? row.participant : null;
          const picked = person !== null && selected.some(({ id }) => id === person.id);
          const reason = person && stuckReason(person, { role, callBridges: live.picture.callBridges });
          return (
            <div
              key={key}
              role="row"
              aria-rowindex={index + 1}
              aria-selected={person ? picked : undefined}
              data-row={row.key}
              data-testid={person ? `participant-${person.id}` : undefined}
              tabIndex={row.key === tabStop ? 0 : -1}
              className="group absolute inset-x-1 rounded-md -outline-offset-2"
              style={{ height: size, transform: `translateY(${start}px)` }}
              onFocus={() => onWalk(pin.id, row.key)}
              onKeyDown={(event) => onKey(event, { meeting: pin.id, rows, index })}
              onClick={() => person && onPick(person)}
              onDoubleClick={() => person && onOpen(person)}
            >
              <div role="gridcell" className="h-full py-px">
                {row.kind === 'person' ? (
                  <PersonRow
                    row={row}
                    selected={picked}
                    carried={carried?.some(({ id }) => id === row.participant.id) ?? false}
                    held={held}
                    stuck={reason ? refusalSentence(reason, row.participant, null, live.picture.callBridges) : null}
                    onDismiss={dismiss}
                  />
                ) : (
                  <AbsentRow row={row} onDismiss={dismiss} />
                )}
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function heightOf(row: Row | undefined): number {
  const item = row && row.kind !== 'person' ? row.traffic.item : row?.traffic?.item;
  return item && isEnd(item.state) && item.state !== 'joined' ? failedRowHeight : rowHeight;
}
