'use client';

import { useDeferredValue, useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import type { Meeting } from '@/lib/meeting/meeting';
import { useLiveStore, useMeetings } from '@/components/live/live-provider';
import { kindLabels } from '@/components/participant/kind';
import { peopleSearchQuery } from '@/components/queries/people-search';
import { Dialog } from '@/components/ui/dialog';
import { Initials } from '@/components/ui/initials';
import { useHighlight } from '@/components/ui/use-highlight';

const shown = 8;

/** Meetings and people by name; Enter opens. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  const router = useRouter();
  const live = useLiveStore();
  const meetings = found(useMeetings(), wanted);
  const people = useQuery(peopleSearchQuery(wanted));
  const hits = wanted ? (people.data?.items ?? []).slice(0, shown) : [];
  const [highlit, setHighlit] = useHighlight([...meetings, ...hits].map(({ id }) => id));
  const go = (meeting: string, person?: string) => {
    onClose();
    router.push(`/meetings/${encodeURIComponent(meeting)}${person ? `?person=${encodeURIComponent(person)}` : ''}`);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Search">
      <Command shouldFilter={false} label="Search meetings and people" value={highlit} onValueChange={setHighlit}>
        <Command.Input
          data-autofocus
          value={search}
          onValueChange={setSearch}
          placeholder="Name of a meeting or a person"
          className="h-11 w-full border-b bg-transparent px-4 text-sm outline-none placeholder:text-muted"
        />
        <Command.List className="scroll-thin max-h-[50vh] overflow-y-auto p-1">
          <Command.Empty className="px-4 py-8 text-center text-sm text-muted">
            {people.isError ? people.error.message : people.isFetching ? 'Looking…' : 'Nobody and nothing has this name.'}
          </Command.Empty>
          {meetings.length > 0 && (
            <Group heading="Meetings">
              {meetings.map((meeting) => (
                <Hit key={meeting.id} value={meeting.id} onSelect={() => go(meeting.id)} name={meeting.name}>
                  {meeting.cluster.name} · {meeting.participantCount}
                </Hit>
              ))}
            </Group>
          )}
          {hits.length > 0 && (
            <Group heading="People">
              {hits.map((person) => (
                <Hit key={person.id} value={person.id} onSelect={() => go(person.meeting, person.id)} name={person.name} icon={<Initials name={person.name} />}>
                  {kindLabels[person.kind]} · {live.picture.meetings.get(person.meeting)?.name ?? 'a meeting'}
                </Hit>
              ))}
            </Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
}

function found(meetings: readonly Meeting[], wanted: string): Meeting[] {
  const folded = wanted.toLocaleLowerCase();
  return meetings.filter(({ name }) => name.toLocaleLowerCase().includes(folded)).slice(0, shown);
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group heading={heading} className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted">
      {children}
    </Command.Group>
  );
}

interface HitProps {
  value: string;
  name: string;
  icon?: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}

function Hit({ value, name, icon, onSelect, children }: HitProps) {
  return (
    <Command.Item value={value} onSelect={onSelect} className="flex h-10 cursor-pointer items-center gap-3 rounded-md px-3 text-sm data-[selected=true]:bg-sunken">
      {icon}
      <span className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </span>
      <span className="max-w-[55%] shrink-0 truncate text-xs text-muted">{children}</span>
    </Command.Item>
  );
}
