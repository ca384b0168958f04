'use client';

import { useDeferredValue, useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { Participant } from '@/lib/meeting/participant';
import { foundColumn } from '@/components/board/board-model';
import { columnRows } from '@/components/board/column-rows';
import { PeopleGrid, type PeopleGridProps } from '@/components/board/people-grid';
import { peopleSearchQuery } from '@/components/queries/people-search';
import { SearchBox } from '@/components/ui/search-box';

const againEveryMs = 3_000;
const nobody: readonly Participant[] = [];

/** Who in any meeting has the text in the name, as the server says; read again while it is on the screen. */
export function useFoundPeople(text: string) {
  const wanted = useDeferredValue(text.trim());
  const { data, error, isPending } = useQuery({ ...peopleSearchQuery(wanted), refetchInterval: againEveryMs });
  const people = wanted === '' ? nobody : (data?.items ?? nobody);
  return { people, total: data?.total ?? people.length, problem: error?.message ?? null, isLooking: wanted !== '' && isPending };
}

export type FoundPeople = ReturnType<typeof useFoundPeople>;

interface FindPeopleProps extends Omit<PeopleGridProps, 'meeting' | 'name' | 'rows'> {
  text: string;
  onText: (text: string) => void;
  found: FoundPeople;
  onClose: () => void;
}

/** People of all meetings by name, beside the columns: whoever is found is dragged from here like from a column. */
export function FindPeople({ text, onText, found, onClose, ...grid }: FindPeopleProps) {
  const { people } = found;
  const section = useRef<HTMLElement>(null);
  const rows = useMemo(() => columnRows(foundColumn, people, [], []), [people]);
  useEffect(() => section.current?.querySelector('input')?.focus(), []);
  const onKeyDown = ({ key, target }: KeyboardEvent) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (key === 'ArrowDown') section.current?.querySelector<HTMLElement>('[data-row]')?.focus();
    else if (key === 'Escape') onClose();
  };
  return (
    <section
      ref={section}
      aria-label="Find people"
      data-testid="find-people"
      onKeyDown={onKeyDown}
      className="mt-2 flex w-72 shrink-0 flex-col border-t border-r bg-raised"
    >
      <header className="grid gap-1.5 border-b px-3 pt-2 pb-2">
        <div className="flex items-center gap-2">
          <SearchBox label="Find people in all meetings" placeholder="Name or address" value={text} onValueChange={onText} className="flex-1" />
          <button type="button" aria-label="Close the search" onClick={onClose} className="grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink">
            <X size={15} aria-hidden />
          </button>
        </div>
        <p role="status" className={found.problem ? 'text-xs text-failed' : 'text-xs text-muted'}>
          {foundWords(text, found)}
        </p>
      </header>
      {rows.length > 0 && <PeopleGrid {...grid} meeting={foundColumn} name="the search" rows={rows} />}
    </section>
  );
}

function foundWords(text: string, { people, total, problem, isLooking }: FoundPeople): string {
  if (text.trim() === '') return 'Finds people in all meetings, to drag onto a column.';
  if (problem) return `People could not be looked for. ${problem}`;
  if (isLooking) return 'Looking…';
  if (total === 0) return 'Nobody in a meeting has this name.';
  const found = total === 1 ? '1 person' : `${total} people`;
  return total > people.length ? `${found}, the first ${people.length}.` : `${found}.`;
}
