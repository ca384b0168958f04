'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { Video } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { Meeting } from '@/lib/meeting/meeting';
import { toast } from '@/components/messages/toast';
import { pinMeeting } from '@/components/board/pinned';
import { compareNames } from '@/lib/meeting/compare-names';
import { useMeeting, useMeetings, useStreamStatus } from '@/components/live/live-provider';
import { BridgeNames } from '@/components/meeting/bridge-names';
import { KindsInside } from '@/components/meeting/kinds-inside';
import { MeetingBadges } from '@/components/meeting/meeting-badges';
import { passing } from '@/components/meetings/meeting-filter';
import { MeetingFilters, noFilters } from '@/components/meetings/meeting-filters';
import { MeetingTabs } from '@/components/meetings/meeting-tabs';
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
  const [filters, setFilters] = useState(noFilters);
  const text = useDeferredValue(search.trim().toLocaleLowerCase());
  const router = useRouter();
  const all = useMeetings();
  const { state } = useStreamStatus();
  const meetings = useMemo(() => passing(all, { text, ...filters }), [all, text, filters]);
  const filtered = meetings !== all;

  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead
        title="Meetings"
        actions={
          <>
            <MeetingTabs shown="live" />
            <MeetingFilters meetings={all} value={filters} onChange={setFilters} />
            <SearchBox label="Search meetings and people" placeholder="Name of a meeting or a person" value={search} onValueChange={setSearch} className="w-60" />
          </>
        }
      >
        {countWords(all, meetings)}
      </PageHead>
      <PeopleFound search={text} />
      <div className="min-h-0 flex-1">
        {state === 'loading' ? (
          <SkeletonRows rows={8} label="Loading the meetings" />
        ) : (
          <DataGrid
            label="Live meetings"
            columns={columns}
            items={meetings}
            keyOf={idOf}
            useNow={useMeetingNow}
            testId={testIdOf}
            onOpen={({ id }) => router.push(`/meetings/${encodeURIComponent(id)}`)}
            onKey={(key, meeting) => (key === 'b' || key === 'B') && putOnBoard(meeting)}
            empty={<NoMeetings search={search} filtered={filtered} />}
          />
        )}
      </div>
    </div>
  );
}

const idOf = ({ id }: Meeting) => id;
const testIdOf = ({ id }: Meeting) => `meeting-${id}`;

/** A row follows its own meeting, so that one change draws one row. */
function useMeetingNow(meeting: Meeting): Meeting {
  return useMeeting(meeting.id) ?? meeting;
}

function putOnBoard(meeting: Meeting): true {
  pinMeeting(meeting);
  toast.success(`${meeting.name} is on the board.`);
  return true;
}

const figures = new Intl.NumberFormat('en');

function countWords(all: readonly Meeting[], shown: readonly Meeting[]): string {
  if (shown !== all) return `${figures.format(shown.length)} of ${figures.format(all.length)} live meetings`;
  const people = all.reduce((sum, { participantCount }) => sum + participantCount, 0);
  return `${figures.format(all.length)} live, ${figures.format(people)} people. Enter opens, B puts on the board.`;
}

const columns: readonly GridColumn<Meeting>[] = [
  {
    name: 'Name',
    width: 'minmax(120px, 3fr)',
    cell: ({ name }) => (
      <span className="font-medium" title={name}>
        {name}
      </span>
    ),
    compare: (a, b) => compareNames(a.name, b.name),
  },
  { name: 'People', width: '64px', cell: ({ participantCount }) => participantCount, compare: (a, b) => a.participantCount - b.participantCount },
  { name: 'Connected by', width: 'minmax(132px, 1.2fr)', secondary: true, cell: ({ kinds }) => <KindsInside kinds={kinds} /> },
  { name: 'Cluster', width: 'minmax(96px, 1fr)', secondary: true, cell: ({ cluster }) => <span title={cluster.name}>{cluster.name}</span>, compare: (a, b) => compareNames(a.cluster.name, b.cluster.name) },
  { name: 'Call bridges', width: 'minmax(110px, 1.5fr)', secondary: true, cell: (meeting) => <BridgeNames meeting={meeting} /> },
  {
    name: 'Started',
    secondary: true,
    width: '104px',
    cell: ({ startedAt }) => startedAt && <Time at={startedAt} />,
    compare: (a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? ''),
  },
  {
    name: 'State',
    width: 'minmax(80px, 1.5fr)',
    cell: (meeting) => (
      <span className="flex gap-1">
        <MeetingBadges meeting={meeting} brief={isCrowded(meeting)} />
      </span>
    ),
  },
];

function NoMeetings({ search, filtered }: { search: string; filtered: boolean }) {
  if (search.trim()) return <EmptyState title={`No live meeting has “${search.trim()}” in its name`} />;
  if (filtered) return <EmptyState title="No live meeting is like that" />;
  return (
    <EmptyState icon={<Video size={28} aria-hidden />} title="No meeting is live right now">
      As soon as somebody joins a space on a connected call bridge, the meeting appears here.
    </EmptyState>
  );
}

/** Whether there is more to say of a meeting than since when it is stale, for which there is no room then. */
function isCrowded({ locked, recording, streaming, lobbyCount, dualHomed }: Meeting): boolean {
  return locked || recording || streaming || lobbyCount > 0 || dualHomed;
}
