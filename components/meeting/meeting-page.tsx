'use client';

import { useState } from 'react';
import { ArrowLeft, Columns3 } from 'lucide-react';
import Link from 'next/link';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { toast } from '@/components/messages/toast';
import { pinMeeting } from '@/components/board/pinned';
import { SelectionBar } from '@/components/board/selection-bar';
import { useCallBridges, useMeeting, useMembers, useNoticesFrom, useStreamStatus } from '@/components/live/live-provider';
import { LostStrip } from '@/components/lost/lost-strip';
import { bridgeNames } from '@/components/meeting/bridge-names';
import { LogDrawer } from '@/components/meeting/log-drawer';
import { MeetingBadges } from '@/components/meeting/meeting-badges';
import { PeopleTable } from '@/components/meeting/people-table';
import { LazyMoveDialog } from '@/components/move/lazy-move-dialog';
import { useMoves } from '@/components/move/move-provider';
import { LazyPersonPanel } from '@/components/participant/lazy-person-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ProblemState } from '@/components/ui/problem-state';
import { SearchBox } from '@/components/ui/search-box';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

const nobody: ReadonlySet<string> = new Set();

/** One meeting with everybody in it. `person` is the id of somebody whose details are open at first. */
export function MeetingPage({ id, person }: { id: string; person: string | null }) {
  const meeting = useMeeting(id);
  const { state } = useStreamStatus();
  if (meeting) return <LiveMeeting meeting={meeting} firstOpen={person} />;
  if (state === 'loading') return <SkeletonRows rows={8} label="Loading the meeting" />;
  return (
    <EmptyState
      title="This meeting is not live"
      action={
        <span className="flex gap-4 text-sm font-medium text-accent underline underline-offset-2">
          <Link href="/meetings">All live meetings</Link>
          <Link href="/meetings?state=ended">Ended meetings</Link>
        </span>
      }
    >
      It has ended, or the address is wrong.
    </EmptyState>
  );
}

function LiveMeeting({ meeting, firstOpen }: { meeting: Meeting; firstOpen: string | null }) {
  const { people, problem } = useMembers(meeting.id);
  const notices = useNoticesFrom(meeting.id);
  const { move } = useMoves();
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useState<string | null>(firstOpen);
  const [shown, setShown] = useState<Participant | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(nobody);
  const [moving, setMoving] = useState<readonly Participant[] | null>(null);
  const found = opened === null ? null : (people?.find(({ id }) => id === opened) ?? (shown?.id === opened ? shown : null));
  if (found && found !== shown) setShown(found);
  const picked = new Map(people?.flatMap((one) => (selected.has(one.id) ? [[one.id, one] as const] : [])));
  const wanted = search.trim().toLocaleLowerCase();

  return (
    <div className="flex h-full min-h-0 flex-col">
      <MeetingHead meeting={meeting} search={search} onSearch={setSearch} />
      <div className="px-6 pb-3 empty:hidden">
        <LostStrip notices={notices} label="Lost on the way from here" />
      </div>
      <div className="relative min-h-0 flex-1">
        {people ? (
          <PeopleTable
            people={wanted ? people.filter(({ name, uri }) => `${name} ${uri ?? ''}`.toLocaleLowerCase().includes(wanted)) : people}
            searching={wanted !== ''}
            onOpen={(person) => setOpened(person.id)}
            onMove={(person) => setMoving(picked.has(person.id) ? [...picked.values()] : [person])}
            selected={selected}
            onSelect={setSelected}
          />
        ) : problem ? (
          <ProblemState detail={problem.detail} />
        ) : (
          <SkeletonRows rows={8} label="Loading the people" />
        )}
        <SelectionBar
          selected={picked}
          held={null}
          onMove={() => setMoving([...picked.values()])}
          onOpen={() => setOpened([...picked.keys()][0] ?? null)}
          onClear={() => setSelected(nobody)}
        />
      </div>
      <LogDrawer meeting={meeting} people={people} />
      {found && <LazyPersonPanel person={found} onClose={() => setOpened(null)} />}
      {moving && (
        <LazyMoveDialog
          people={moving}
          onClose={() => setMoving(null)}
          onChoose={(people, target, details) => {
            setMoving(null);
            if (move(people, target, details)) setSelected(nobody);
          }}
        />
      )}
    </div>
  );
}

function MeetingHead({ meeting, search, onSearch }: { meeting: Meeting; search: string; onSearch: (text: string) => void }) {
  const bridges = new Map(useCallBridges().map((bridge) => [bridge.id, bridge]));
  const { name, cluster, participantCount, startedAt } = meeting;
  return (
    <header className="grid grid-cols-[minmax(0,1fr)] gap-3 px-6 pt-4 pb-4">
      <Link href="/meetings" className="flex w-fit items-center gap-1 text-xs text-muted hover:text-ink">
        <ArrowLeft size={12} aria-hidden /> Meetings
      </Link>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-full sm:basis-0">
          <div className="flex items-center gap-2">
            <h1 className="truncate text-lg font-semibold tracking-tight" title={name}>
              {name}
            </h1>
            <MeetingBadges meeting={meeting} />
          </div>
          <p className="truncate text-sm text-muted">
            {cluster.name} · {bridgeNames(meeting, bridges).join(', ')} · {participantCount} {participantCount === 1 ? 'person' : 'people'}
            {startedAt && (
              <>
                {' '}
                · since <Time at={startedAt} />
              </>
            )}
          </p>
        </div>
        <SearchBox label="Search people in this meeting" placeholder="Search people" value={search} onValueChange={onSearch} className="w-52" />
        <Button
          onClick={() => {
            pinMeeting(meeting);
            toast.success(`${name} is on the board.`);
          }}
        >
          <Columns3 size={15} aria-hidden /> Put on the board
        </Button>
      </div>
    </header>
  );
}
