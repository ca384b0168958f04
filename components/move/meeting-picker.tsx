'use client';

import { useDeferredValue, type ReactNode } from 'react';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import type { Meeting } from '@/lib/meeting/meeting';
import { compareNames } from '@/lib/meeting/compare-names';
import { useHighlight } from '@/components/ui/use-highlight';

/** What stands beside a meeting in the list. Those that cannot be chosen are shown with the reason, below the others. */
export interface Choice {
  readonly disabled: boolean;
  readonly note: ReactNode;
}

/** Meetings below the others, under a heading. */
export interface PickerGroup {
  readonly heading: string;
  readonly meetings: readonly Meeting[];
  /** Stands below them. */
  readonly status: string | null;
}

interface MeetingPickerProps {
  label: string;
  meetings: readonly Meeting[];
  /** What was typed; only meetings that have it in their name or their cluster's are listed. */
  search: string;
  onSearch: (search: string) => void;
  /** Whether a meeting stands below the others, because it can hardly be chosen; only those that are listed are looked at further. */
  isFar?: (meeting: Meeting) => boolean;
  choiceFor: (meeting: Meeting) => Choice;
  onChoose: (meeting: Meeting) => void;
  /** What choosing does, where that does not go without saying: shown at each that can be chosen. */
  verb?: string;
  /** Whether one types at once; where a list only stands by, the keyboard stays where it is. */
  focused?: boolean;
  /** How many are listed at most. */
  listed?: number;
  /** What holds for the whole list, above it. */
  head?: ReactNode;
  /** Found by the same text, but elsewhere. */
  group?: PickerGroup;
}

/** A search over live meetings: type, walk with the arrows, choose with Enter. */
export function MeetingPicker(props: MeetingPickerProps) {
  const { label, search, onChoose, verb, head, group } = props;
  const { choices, others, hasMore } = useListed(props);
  const [highlit, setHighlit] = useHighlight([...choices, ...others].flatMap(({ meeting, disabled }) => (disabled ? [] : [meeting.id])));
  const entry = (one: Listed) => <Entry key={one.meeting.id} {...one} verb={verb} onChoose={onChoose} />;
  return (
    <Command shouldFilter={false} label={label} value={highlit} onValueChange={setHighlit}>
      <div className="sticky top-0 z-10 shrink-0 bg-raised">
        <SearchLine {...props} />
        {head}
      </div>
      <Command.List label={label} className="p-1">
        {choices.length === 0 && (
          <p className="px-4 py-8 text-center text-sm text-muted">{search ? `No live meeting has “${search}” in its name.` : 'No meeting is live right now.'}</p>
        )}
        {choices.map(entry)}
        {others.length > 0 && (
          <Command.Group heading={group?.heading} className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted">
            {others.map(entry)}
          </Command.Group>
        )}
      </Command.List>
      {hasMore && <p className="border-t px-4 py-2 text-xs text-muted">There are more: type to narrow it down.</p>}
      {group?.status && (
        <p role="status" className="px-4 pb-2 text-xs text-muted">
          {others.length === 0 && 'Spaces without a meeting: '}
          {group.status}
        </p>
      )}
    </Command>
  );
}

function SearchLine({ search, onSearch, focused = true }: MeetingPickerProps) {
  return (
    <div className="relative border-b">
      <Search size={14} aria-hidden className="pointer-events-none absolute top-1/2 left-4 -translate-y-1/2 text-muted" />
      <Command.Input
        data-autofocus={focused || undefined}
        value={search}
        onValueChange={onSearch}
        placeholder="Search meetings"
        className="h-11 w-full bg-transparent pr-4 pl-10 text-sm outline-none placeholder:text-muted focus-visible:bg-surface"
      />
    </div>
  );
}

/** What is listed: meetings that fit, those that can be chosen first, and likewise what was found elsewhere. */
function useListed({ meetings, search, isFar = nowhere, choiceFor, listed = 60, group }: MeetingPickerProps) {
  const wanted = useDeferredValue(search.trim().toLocaleLowerCase());
  const found = meetings.filter((meeting) => matches(meeting, wanted));
  const near = found
    .map((meeting) => ({ meeting, far: isFar(meeting) }))
    .sort((a, b) => Number(a.far) - Number(b.far) || compareNames(a.meeting.name, b.meeting.name) || compareNames(a.meeting.cluster.name, b.meeting.cluster.name))
    .slice(0, listed);
  const listOf = (some: readonly Meeting[]): Listed[] =>
    some.map((meeting) => ({ meeting, ...choiceFor(meeting) })).sort((a, b) => Number(a.disabled) - Number(b.disabled));
  const choices = listOf(near.map(({ meeting }) => meeting));
  return { choices, others: listOf(group?.meetings ?? []), hasMore: found.length > choices.length && choices.length === listed };
}

interface Listed extends Choice {
  readonly meeting: Meeting;
}

function Entry({ meeting, disabled, note, verb, onChoose }: Listed & Pick<MeetingPickerProps, 'verb' | 'onChoose'>) {
  const { id, name, cluster, participantCount: count } = meeting;
  return (
    <Command.Item
      value={id}
      disabled={disabled}
      onSelect={() => onChoose(meeting)}
      data-testid={`choice-${id}`}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-md px-3 py-1.5 text-sm data-[disabled=true]:cursor-not-allowed data-[disabled=true]:text-muted data-[selected=true]:bg-sunken"
    >
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-3">
          <span className="min-w-0 flex-1 truncate font-medium" title={name}>
            {name}
          </span>
          <span className="max-w-1/2 shrink-0 truncate text-xs text-muted">
            {cluster.name} · {count === 0 ? 'nobody' : count === 1 ? '1 person' : `${count} people`}
          </span>
        </span>
        {note && <span className="block text-xs">{note}</span>}
      </span>
      {verb && !disabled && <span className="rounded-md border bg-raised px-2 py-1 text-xs font-medium">{verb}</span>}
    </Command.Item>
  );
}

function nowhere(): boolean {
  return false;
}

function matches({ name, cluster }: Meeting, wanted: string): boolean {
  return wanted === '' || name.toLocaleLowerCase().includes(wanted) || cluster.name.toLocaleLowerCase().includes(wanted);
}
