'use client';

import { useDeferredValue, useState } from 'react';
import { Video } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import { toast } from 'sonner';
import { pinMeeting } from '@/components/board/pinned';
import { compareNames } from '@/components/live/live-store';
import { useCallBridges, useMeetings, useStreamStatus } from '@/components/live/live-provider';
import { bridgeNames } from '@/components/meeting/bridge-names';
import { MeetingBadges } from '@/components/meeting/meeting-badges';
import { PeopleFound } from '@/components/meetings/people-found';
import { DataGrid, type GridColumn } from '@/components/ui/data-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { SearchBox } from '@/components/ui/search-box';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** Every live meeting on every bridge; the search finds people too. */
export function MeetingsPage() {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim().toLocaleLowerCase());
  const router = useRouter();
  const all = useMeetings();
  const { state } = useStreamStatus();
  const bridges = new Map(useCallBridges().map((bridge) => [bridge.id, bridge]));
  const meetings = wanted ? all.filter((meeting) => matches(meeting, wanted)) : all;

  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead title="Meetings" actions={<SearchBox label="Search meetings and people" placeholder="Name of a meeting or a person" value={search} onValueChange={setSearch} className="w-72" />}>
        {countWords(all, meetings.length, wanted)}
      </PageHead>
      <PeopleFound search={wanted} />
      <div className="min-h-0 flex-1">
        {state === 'loading' ? (
          <SkeletonRows rows={8} label="Loading the meetings" />
        ) : (
          <DataGrid
            label="Live meetings"
            columns={columnsWith(bridges)}
            items={meetings}
            keyOf={({ id }) => id}
            testId={({ id }) => `meeting-${id}`}
            onOpen={({ id }) => router.push(`/meetings/${encodeURIComponent(id)}`)}
            onKey={(key, meeting) => (key === 'b' || key === 'B') && putOnBoard(meeting)}
            empty={<NoMeetings search={search} />}
          />
        )}
      </div>
    </div>
  );
}

function putOnBoard(meeting: Meeting): true {
  pinMeeting(meeting);
  toast.success(`${meeting.name} is on the board.`);
  return true;
}

function matches({ name, cluster }: Meeting, wanted: string): boolean {
  return name.toLocaleLowerCase().includes(wanted) || cluster.name.toLocaleLowerCase().includes(wanted);
}

function countWords(all: readonly Meeting[], shown: number, wanted: string): string {
  if (wanted) return `${shown} of ${all.length} live meetings`;
  const people = all.reduce((sum, { participantCount }) => sum + participantCount, 0);
  return `${all.length} live, ${people} people. Enter opens, B puts on the board.`;
}

function columnsWith(bridges: ReadonlyMap<string, CallBridge>): GridColumn<Meeting>[] {
  return [
    {
      name: 'Name',
      width: 'minmax(180px, 3fr)',
      cell: ({ name }) => (
        <span className="font-medium" title={name}>
          {name}
        </span>
      ),
      compare: (a, b) => compareNames(a.name, b.name),
    },
    { name: 'People', width: '64px', cell: ({ participantCount }) => participantCount, compare: (a, b) => a.participantCount - b.participantCount },
    { name: 'Cluster', width: 'minmax(96px, 1fr)', cell: ({ cluster }) => cluster.name, compare: (a, b) => compareNames(a.cluster.name, b.cluster.name) },
    { name: 'Call bridges', width: 'minmax(110px, 1.5fr)', cell: (meeting) => bridgeNames(meeting, bridges).join(', ') },
    {
      name: 'Started',
      width: '104px',
      cell: ({ startedAt }) => startedAt && <Time at={startedAt} />,
      compare: (a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? ''),
    },
    {
      name: 'State',
      width: 'minmax(120px, 1.5fr)',
      cell: (meeting) => (
        <span className="flex gap-1">
          <MeetingBadges meeting={meeting} />
        </span>
      ),
    },
  ];
}

function NoMeetings({ search }: { search: string }) {
  if (search.trim()) return <EmptyState title={`No live meeting has “${search.trim()}” in its name`} />;
  return (
    <EmptyState icon={<Video size={28} aria-hidden />} title="No meeting is live right now">
      As soon as somebody joins a space on a connected call bridge, the meeting appears here.
    </EmptyState>
  );
}
