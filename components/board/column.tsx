'use client';

import { memo, useMemo, type KeyboardEvent } from 'react';
import clsx from 'clsx';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { MeetingDetails } from '@/lib/move/meeting-details';
import { ColumnAnswer } from '@/components/board/column-answer';
import { ColumnHead } from '@/components/board/column-head';
import { columnRows } from '@/components/board/column-rows';
import { placeToBe } from '@/components/board/place-to-be';
import { PeopleGrid } from '@/components/board/people-grid';
import type { Pin } from '@/components/board/pinned';
import type { Picked, PickBy } from '@/components/board/selection';
import type { KeyAt } from '@/components/board/use-board-keys';
import { useDropTarget } from '@/components/drag/use-drag';
import { useBridgeConditions, useLiveStore, useMeeting, useMembers, useNoticesFrom } from '@/components/live/live-provider';
import { answerFor, type Answer } from '@/components/move/answer-for';
import { besides, type Common } from '@/components/move/common-answer';
import { useKeptChoices } from '@/components/move/kept-choices';
import { useMoves, useTraffic } from '@/components/move/move-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

interface PeopleProps {
  /** People in the air, over whichever column; null while nothing is carried. */
  carried: readonly Participant[] | null;
  /** The row on which the keyboard stands, if in this column. */
  cursorRow: string | null;
  selected: ReadonlyMap<string, Participant>;
  /** Why this person may not move anybody; null for who may. */
  held: string | null;
  onWalk: (meeting: string, row: string) => void;
  onKey: (event: KeyboardEvent, at: KeyAt) => void;
  onPick: (picked: Picked, by: PickBy) => void;
  onOpen: (person: Participant) => void;
}

interface ColumnProps extends PeopleProps {
  pin: Pin;
  /** Of the meetings on the board; empty until they have been read. */
  details: ReadonlyMap<string, MeetingDetails>;
  isOver: boolean;
  /** What all columns answer alike to those who are carried. */
  common: Common;
  onEverybody: (meeting: string) => void;
}

/** One meeting on the board. It is drawn anew with its own meeting, and with what is carried; its people by themselves. */
export const Column = memo(function Column({ pin, details, isOver, common, onEverybody, ...people }: ColumnProps) {
  const { carried } = people;
  const meeting = useMeeting(pin.id);
  const space = placeToBe(pin);
  const target = meeting ?? space;
  const conditions = useBridgeConditions();
  const { ref } = useDropTarget(pin.id);
  const answer = useAnswer(carried, target, details);
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
      <ColumnHead pin={pin} meeting={meeting} onEverybody={people.held === null ? onEverybody : null} />
      <div className="relative flex min-h-0 flex-1 flex-col">
        {answer && <ColumnAnswer answer={besides(answer, common)} isOver={isOver} />}
        {meeting?.stale && <StaleLine since={meeting.stale} />}
        <div className={clsx('flex min-h-0 flex-1 flex-col', answer && '[&_[data-empty]]:invisible', answer && !welcome && 'grayscale [&_*]:text-muted', meeting?.stale && 'bg-waiting/5')}>
          {meeting ? <ColumnBody {...people} meeting={pin.id} name={meeting.name} conditions={conditions} /> : space ? <SpaceBody {...people} meeting={pin.id} name={pin.name} conditions={conditions} /> : <EndedBody />}
        </div>
      </div>
    </div>
  );
});

/** What the place says to those in the air; null while nobody is. */
function useAnswer(carried: readonly Participant[] | null, target: Meeting | null, details: ReadonlyMap<string, MeetingDetails>): Answer | null {
  const conditions = useBridgeConditions();
  const live = useLiveStore();
  const { role } = useMoves();
  const choices = useKeptChoices();
  return useMemo(
    () => {
      if (!carried) return null;
      const told = answerFor(carried, target, { role, details, choices, ...live.picture });
      // Of a meeting that is not there yet little is known until people are dropped there: it is read then.
      return target?.calls.length === 0 ? { ...told, notKnown: [] } : told;
    },
    // The conditions stand for the call bridges of the picture, which changes in place.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [carried, target, role, choices, live, details, conditions],
  );
}

/** The people below are who was there when the bridge was last heard. */
function StaleLine({ since }: { since: string }) {
  return (
    <p role="status" className="border-b border-waiting/40 bg-waiting/10 px-3 py-1 text-xs text-waiting">
      A call bridge is away. As it was at <Time at={since} />
    </p>
  );
}

function EndedBody() {
  return <EmptyState title="This meeting has ended">Take it off the board, or leave it: the next call in the same space appears here.</EmptyState>;
}

/** A space in which nobody is: only who is on the way. */
function SpaceBody(props: ColumnBodyProps) {
  const traffic = useTraffic(props.meeting);
  const rows = useMemo(() => columnRows(props.meeting, [], traffic, []), [props.meeting, traffic]);
  if (rows.length > 0) return <PeopleGrid {...props} rows={rows} />;
  return <EmptyState title="Nobody is here yet">A meeting begins as somebody joins or is moved here.</EmptyState>;
}

interface ColumnBodyProps extends PeopleProps {
  meeting: string;
  name: string;
  conditions: string;
}

const ColumnBody = memo(function ColumnBody(props: ColumnBodyProps) {
  const { meeting, name } = props;
  const { people, problem } = useMembers(meeting);
  const traffic = useTraffic(meeting);
  const notices = useNoticesFrom(meeting);
  const rows = useMemo(() => columnRows(meeting, people ?? [], traffic, notices), [meeting, people, traffic, notices]);
  if (problem && people === null) {
    return (
      <div className="p-2">
        <Notice tone="failed">{problem.detail}</Notice>
      </div>
    );
  }
  if (people === null) return <SkeletonRows rows={5} label={`Loading the people in ${name}`} />;
  if (rows.length === 0) return <EmptyState title="Nobody is here">Whoever joins or is moved here appears at once.</EmptyState>;
  return <PeopleGrid {...props} rows={rows} />;
});
