'use client';

import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { EndedMeeting } from '@/lib/meeting/ended-meeting';
import { useMeetings } from '@/components/live/live-provider';
import { EndTime } from '@/components/meetings/end-time';
import { MeetingTabs } from '@/components/meetings/meeting-tabs';
import { endedMeetingsQuery } from '@/components/queries/ended-meetings';
import { Button } from '@/components/ui/button';
import { DataGrid, type GridColumn } from '@/components/ui/data-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { ProblemState } from '@/components/ui/problem-state';
import { SearchBox } from '@/components/ui/search-box';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** The meetings that ended in the last days; the search finds people who were in them too. */
export function EndedMeetingsPage() {
  const [search, setSearch] = useState('');
  const text = useDeferredValue(search.trim());
  const router = useRouter();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({ ...endedMeetingsQuery(text), refetchInterval: readAgainMs });
  useRefreshWithEnds();
  const meetings = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead
        title="Meetings"
        actions={
          <>
            <MeetingTabs shown="ended" />
            <SearchBox label="Search ended meetings and people" placeholder="Name of a meeting or a person" value={search} onValueChange={setSearch} className="w-60" />
          </>
        }
      >
        {data ? countWords(data.pages[0]?.total ?? meetings.length, text !== '') : 'Those that ended in the last days'}
      </PageHead>
      <div className="min-h-0 flex-1">
        {isPending ? (
          <SkeletonRows rows={8} label="Loading the meetings" />
        ) : error ? (
          <ProblemState detail={error.message} onRetry={() => void refetch()} />
        ) : (
          <DataGrid
            label="Ended meetings"
            columns={columns}
            items={meetings}
            keyOf={({ id }) => id}
            testId={({ id }) => `ended-${id}`}
            onOpen={({ id }) => router.push(`/meetings/${encodeURIComponent(id)}`)}
            empty={<NoMeetings search={text} />}
          />
        )}
      </div>
      {hasNextPage && (
        <div className="border-t px-6 py-2 text-center">
          <Button size="small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Reading…' : 'Older meetings'}
          </Button>
        </div>
      )}
    </div>
  );
}

const figures = new Intl.NumberFormat('en');

function countWords(count: number, searched: boolean): string {
  if (searched) return count === 1 ? '1 ended meeting fits' : `${figures.format(count)} ended meetings fit`;
  return count === 0 ? 'None ended in the last days' : `${figures.format(count)} ended in the last days, the latest first`;
}

/** What ends is stored a moment later; where storing has to be tried again, some seconds later. */
const storedAfterMs = 1_000;
const readAgainMs = 10_000;

/** Reads the list again when a live meeting is gone. */
function useRefreshWithEnds(): void {
  const live = useMeetings();
  const client = useQueryClient();
  const ids = useMemo(() => live.map(({ id }) => id).sort().join(), [live]);
  useEffect(() => {
    const timer = setTimeout(() => void client.invalidateQueries({ queryKey: ['meetings', 'ended'] }), storedAfterMs);
    return () => clearTimeout(timer);
  }, [client, ids]);
}

function NoMeetings({ search }: { search: string }) {
  if (search) return <EmptyState title={`No ended meeting has “${search}” in its name or among its people`} />;
  return (
    <EmptyState icon={<History size={28} aria-hidden />} title="No meeting has ended yet">
      What ends while Usher runs is kept here for some days, with its log.
    </EmptyState>
  );
}

const columns: readonly GridColumn<EndedMeeting>[] = [
  { name: 'Name', width: 'minmax(180px, 3fr)', cell: ({ name }) => <span className="font-medium" title={name}>{name}</span> },
  { name: 'People', width: '64px', cell: ({ peopleCount }) => peopleCount },
  { name: 'Cluster', width: 'minmax(96px, 1fr)', cell: ({ cluster }) => <span title={cluster.name}>{cluster.name}</span> },
  { name: 'Started', width: 'minmax(104px, 1fr)', cell: ({ startedAt }) => <Time at={startedAt} /> },
  { name: 'Ended', width: 'minmax(104px, 1fr)', cell: (meeting) => <EndTime {...meeting} /> },
];
