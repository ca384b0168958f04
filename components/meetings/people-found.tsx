'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLiveStore } from '@/components/live/live-provider';
import { kindLabels } from '@/components/participant/kind';
import { peopleSearchQuery } from '@/components/queries/people-search';
import { Initials } from '@/components/ui/initials';
import { Notice } from '@/components/ui/notice';

const shown = 12;

/** People whose name fits the search, with the meeting in which they are; nothing while nothing is looked for. */
export function PeopleFound({ search }: { search: string }) {
  const live = useLiveStore();
  const { data, error, isPending } = useQuery(peopleSearchQuery(search));
  if (!search) return null;
  if (error) {
    return (
      <div className="px-6 pb-3">
        <Notice tone="failed">People could not be looked for. {error.message}</Notice>
      </div>
    );
  }
  const total = data?.total ?? data?.items.length ?? 0;
  return (
    <section aria-label="People found" className="border-y bg-raised px-6 py-2" data-testid="people-found">
      <h2 className="text-xs font-medium text-muted">{isPending ? 'Looking for people…' : peopleWords(total)}</h2>
      <ul className="scroll-thin -mx-2 mt-1 grid max-h-48 grid-cols-[repeat(auto-fill,minmax(280px,1fr))] overflow-y-auto">
        {(data?.items ?? []).slice(0, shown).map((person) => (
          <li key={person.id} className="min-w-0">
            <Link
              href={`/meetings/${encodeURIComponent(person.meeting)}?person=${encodeURIComponent(person.id)}`}
              className="flex h-9 items-center gap-2 rounded-md px-2 text-sm hover:bg-sunken"
            >
              <Initials name={person.name} />
              <span className="max-w-[60%] shrink-0 truncate font-medium" title={person.name}>
                {person.name}
              </span>
              <span className="min-w-0 flex-1 truncate text-xs text-muted">
                {kindLabels[person.kind]} in {live.picture.meetings.get(person.meeting)?.name ?? 'a meeting'}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function peopleWords(total: number): string {
  if (total === 0) return 'Nobody in a meeting has this name';
  const found = total === 1 ? '1 person' : `${total} people`;
  return total > shown ? `${found}, the first ${shown}` : found;
}
