'use client';

import { useEffect, useState } from 'react';

/**
 * How old something is by now, in whole seconds: its age when it was told, and the time since. It ages here between two tellings,
 * by this computer's own steps, so that its clock need not be right.
 * @param told the object that told the age; another one starts anew
 */
export function useAgeSeconds(told: unknown, ageMs: number | null): number | null {
  const [{ seen, at }, setSeen] = useState({ seen: told, at: 0 });
  const [now, setNow] = useState(0);
  if (seen !== told) setSeen({ seen: told, at: now });
  useEffect(() => {
    const begun = performance.now();
    const timer = setInterval(() => setNow(performance.now() - begun), 1_000);
    return () => clearInterval(timer);
  }, []);
  return ageMs === null ? null : Math.round((ageMs + now - at) / 1_000);
}
