'use client';

import { useSyncExternalStore } from 'react';

/** As Tailwind's `max-sm`. */
const query = '(width < 40rem)';

/** Whether the window is as narrow as a phone's. The server, which does not know, takes it for wide. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches, () => false);
}

function subscribe(listener: () => void): () => void {
  const list = matchMedia(query);
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
}
