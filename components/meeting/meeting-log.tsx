'use client';

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
        {lines.map((line) => (
          <Line key={line.id} line={line} />
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
    <li className="flex items-baseline gap-4 px-6 py-1 text-sm">
      <span className="w-24 shrink-0 text-muted tabular-nums">
        <Time at={at} precise />
      </span>
      <span className="min-w-0 flex-1">
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
      <span className="shrink-0 text-xs text-muted" title={source === 'events' ? 'The call bridge told by itself.' : 'Usher asked the call bridge; it may have happened a few seconds before.'}>
        {callBridge?.name}
        {source === 'request' && ', asked'}
      </span>
    </li>
  );
}
