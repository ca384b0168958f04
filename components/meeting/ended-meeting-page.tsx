'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import type { EndedMeetingDetails, FormerMember } from '@/lib/meeting/ended-meeting';
import { MeetingLog } from '@/components/meeting/meeting-log';
import { endedMeetingQuery } from '@/components/queries/ended-meeting';
import { Badge } from '@/components/ui/badge';
import { DataGrid, type GridColumn } from '@/components/ui/data-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { ProblemState } from '@/components/ui/problem-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** A meeting that has ended: who was in it, and what happened. */
export function EndedMeetingPage({ id }: { id: string }) {
  const { data: meeting, error, isPending, refetch } = useQuery(endedMeetingQuery(id));
  if (isPending) return <SkeletonRows rows={8} label="Loading the meeting" />;
  if (error) return <ProblemState detail={error.message} onRetry={() => void refetch()} />;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Head meeting={meeting} />
      <div className="max-h-1/2 shrink-0" style={{ height: tableHeight(meeting.people.length) }}>
        <DataGrid label="Who was in the meeting" columns={columns} items={meeting.people} keyOf={({ id: person }) => person} empty={<EmptyState title="Usher saw nobody in it" />} />
      </div>
      <section aria-label="Log" className="flex min-h-0 flex-1 flex-col border-t bg-raised">
        <h2 className="px-6 py-2 text-sm font-medium">Log</h2>
        <div className="min-h-0 flex-1 border-t">
          <MeetingLog meeting={id} />
        </div>
      </section>
    </div>
  );
}

/** As high as the people in it need, so that the log has the rest; in pixels. */
function tableHeight(people: number): number {
  return people === 0 ? 160 : 37 + people * 40;
}

function Head({ meeting: { name, cluster, startedAt, endedAt, endedAfter, peopleCount } }: { meeting: EndedMeetingDetails }) {
  return (
    <header className="grid gap-3 px-6 pt-4 pb-4">
      <Link href="/meetings?state=ended" className="flex w-fit items-center gap-1 text-xs text-muted hover:text-ink">
        <ArrowLeft size={12} aria-hidden /> Ended meetings
      </Link>
      <div>
        <div className="flex items-center gap-2">
          <h1 className="truncate text-lg font-semibold tracking-tight" title={name}>
            {name}
          </h1>
          <Badge>Ended</Badge>
        </div>
        <p className="truncate text-sm text-muted">
          {cluster.name} · {peopleCount} {peopleCount === 1 ? 'person' : 'people'} · from <Time at={startedAt} /> to{' '}
          {endedAfter !== null && (
            <>
              some time between <Time at={endedAfter} /> and{' '}
            </>
          )}
          <Time at={endedAt} />
        </p>
      </div>
    </header>
  );
}

const columns: readonly GridColumn<FormerMember>[] = [
  { name: 'Name', width: 'minmax(180px, 3fr)', cell: ({ name }) => <span className="font-medium" title={name}>{name}</span> },
  { name: 'Came', width: 'minmax(104px, 1fr)', cell: ({ cameAt }) => (cameAt ? <Time at={cameAt} /> : <span className="text-muted">Before Usher</span>) },
  { name: 'Left', width: 'minmax(104px, 1fr)', cell: ({ leftAt }) => (leftAt ? <Time at={leftAt} /> : <span className="text-muted">Not seen</span>) },
];
