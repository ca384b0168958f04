'use client';

import { useQuery } from '@tanstack/react-query';
import type { Meeting } from '@/lib/meeting/meeting';
import type { FoundSpaces } from '@/lib/meeting/space';
import { meetingToBeIn } from '@/components/move/space-target';
import { spacesSearchQuery } from '@/components/queries/spaces-search';
import { useSettled } from '@/components/ui/use-settled';

/** How long somebody has to stop typing before bridges are asked, in milliseconds. */
const settleMs = 250;
const listedUnasked = 8;

/** What a search for spaces without a meeting brings. */
export interface SpaceTargets {
  readonly targets: readonly Meeting[];
  /** What is to be said of the search; null where the list says it all. */
  readonly status: string | null;
}

/**
 * Spaces of these clusters in which nobody is, each as the meeting that it would have; the bridges are asked.
 * @param meetings all that are live
 */
export function useSpaceTargets(search: string, clusters: ReadonlySet<string>, meetings: readonly Meeting[]): SpaceTargets {
  const typed = search.trim();
  const wanted = useSettled(typed, settleMs);
  const { data, error, isPending, isPlaceholderData } = useQuery(spacesSearchQuery(wanted));
  if (error) return { targets: [], status: `Spaces could not be looked for. ${error.message}` };
  if (isPending) return { targets: [], status: 'Looking for spaces…' };
  const live = new Set(meetings.flatMap(({ space, cluster }) => (space === null ? [] : `${cluster.id}/${space}`)));
  const free = data.items.filter(({ id, cluster }) => clusters.has(cluster.id) && !live.has(`${cluster.id}/${id}`));
  if (isPlaceholderData || typed !== wanted) {
    // Until the bridges answer, what they told before is narrowed down here: no entry goes from under the pointer as the answer comes.
    const text = typed.toLocaleLowerCase();
    return { targets: free.filter(({ name }) => name.toLocaleLowerCase().includes(text)).slice(0, listedUnasked).map(meetingToBeIn), status: 'Looking for spaces…' };
  }
  const shown = wanted === '' ? free.slice(0, listedUnasked) : free;
  return { targets: shown.map(meetingToBeIn), status: statusOf(data, { free: free.length, shown: shown.length }) };
}

function statusOf({ total, items, unanswered }: FoundSpaces, { free, shown }: { free: number; shown: number }): string | null {
  const silent = unanswered.length > 0 ? ['Not all clusters have answered.'] : [];
  const more = shown < free || items.length < total ? ['There are more: type to narrow it down.'] : [];
  const none = free === 0 && more.length === 0 ? ['None has this in its name.'] : [];
  const words = [...none, ...silent, ...more].join(' ');
  return words === '' ? null : words;
}
