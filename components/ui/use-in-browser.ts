'use client';

import { useSyncExternalStore } from 'react';

const noChange = () => () => undefined;

/** False on the server, and while the browser takes over what the server has drawn; true from then on. */
export function useInBrowser(): boolean {
  return useSyncExternalStore(noChange, () => true, () => false);
}
