'use client';

import { useEffect, useState } from 'react';
import { agoWords } from '@/components/ui/ago-words';
import { fullTime } from '@/components/ui/time';
import { useInBrowser } from '@/components/ui/use-in-browser';

const againEveryMs = 5_000;

/** How long ago something was, with the exact time as its title. `at` is RFC 3339. The server does not know the zone, so it shows nothing. */
export function Ago({ at }: { at: string }) {
  const inBrowser = useInBrowser();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), againEveryMs);
    return () => clearInterval(timer);
  }, []);
  if (!inBrowser) return <time dateTime={at}>&nbsp;</time>;
  return (
    <time dateTime={at} title={fullTime(at)}>
      {agoWords(Math.max(0, Math.round((now - Date.parse(at)) / 1_000)))}
    </time>
  );
}
