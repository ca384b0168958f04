'use client';

import { useMemo } from 'react';
import { usePathname, useSearchParams } from 'next/navigation';
import { filterIn, queryOf, type MovesFilter } from '@/components/moves/moves-filter';

/** The filter in the address, so that it is there when somebody comes back, or is sent the link; and the way to change it. */
export function useMovesFilter(): [MovesFilter, (filter: MovesFilter) => void] {
  const address = useSearchParams();
  const path = usePathname();
  const filter = useMemo(() => filterIn(address), [address]);
  return [filter, (changed) => window.history.replaceState(null, '', `${path}${queryOf(changed)}`)];
}
