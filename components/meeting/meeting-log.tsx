'use client';

import { Fragment } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { LogLine } from '@/lib/meeting/meeting-log';
import { logWords, recordWords } from '@/lib/meeting/meeting-log-words';
import { meetingLogQuery } from '@/components/queries/meeting-log';
import { Button } from '@/components/ui/button';
import { ProblemState } from '@/components/ui/problem-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** What happened in a meeting, newest first. It fills the height it is given. @param meeting its id, live or ended */
export function MeetingLog({ meeting }: { meeting: string }) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(meetingLogQuery(meeting));
  if (isPending) return <SkeletonRows rows={3} label="Loading the log" />;
  if (error) return <ProblemState detail={error.message} onRetry={() => void refetch()} />;
  const lines = data.pages.flatMap(({ items }) => items);
  return (
    // Focusable, so that it can be scrolled by keyboard.
    <div tabIndex={0} role="region" aria-label="What happened, newest first" className="scroll-thin h-full min-h-0 overflow-auto -outline-offset-2" data-testid="meeting-log">
      {lines.length === 0 && <p className="px-6 py-3 text-sm text-muted">Nothing has happened since Usher started.</p>}
      <ol>
        {lines.map((line, index) => (
          <Fragment key={line.id}>
            <DayBetween at={line.at} after={lines[index - 1]?.at ?? null} />
            <Line line={line} />
          </Fragment>
        ))}
      </ol>
      {hasNextPage && (
        <div className="px-6 py-2">
          <Button size="small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Reading…' : 'Older lines'}
          </Button>
        </div>
      )}
    </div>
  );
}

function Line({ line }: { line: LogLine }) {
  const { at, since, person, by, callBridge, source } = line;
  const fromRecord = recordWords(line);
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 px-6 py-1 text-sm sm:flex-nowrap">
      <span className="w-24 shrink-0 text-muted tabular-nums">
        <Time at={at} precise undated />
      </span>
      <span className="w-28 shrink-0 truncate text-xs text-muted" title={`${callBridge?.name ?? ''} ${source === 'events' ? 'told by itself.' : 'was asked; it may have happened a few seconds before.'}`.trim()}>
        {callBridge?.name}
        {source === 'request' && ', asked'}
      </span>
      <span className="min-w-0 grow basis-full wrap-anywhere sm:basis-0">
        {person && <b className="font-medium">{person.name || 'Somebody'} </b>}
        {logWords(line)}
        {since && (
          <>
            , some time between <Time at={since} /> and <Time at={at} />
          </>
        )}
        {fromRecord !== null && (
          <span className="ml-2 text-muted" title="A call detail record of the call bridge adds this. It explains, and proves nothing.">
            {fromRecord} <span className="text-xs">(CDR)</span>
          </span>
        )}
        {by && (
          <Link href={`/moves/${encodeURIComponent(by.order)}`} className="ml-2 text-xs text-accent underline-offset-2 hover:underline">
            Move
          </Link>
        )}
      </span>
    </li>
  );
}

/** The date, where a line is of another day than the one above it; above the first only if that is not today. */
function DayBetween({ at, after }: { at: string; after: string | null }) {
  const day = new Date(at);
  if (day.toDateString() === (after === null ? new Date() : new Date(after)).toDateString()) return null;
  return <li className="bg-surface px-6 py-1 text-xs font-medium text-muted">{days.format(day)}</li>;
}

const days = new Intl.DateTimeFormat(undefined, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
