'use client';

import { useInBrowser } from '@/components/ui/use-in-browser';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });

/**
 * A time of day in the reader's zone, with its date unless it is today's; the title has both. `at` is RFC 3339. The server does
 * not know the zone, so it shows no times.
 */
export function Time({ at, precise }: { at: string; precise?: boolean }) {
  const inBrowser = useInBrowser();
  if (!inBrowser) return <time dateTime={at}>&nbsp;</time>;
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const text = today ? clock.format(date) : full.format(date);
  const fraction = precise ? `.${String(date.getMilliseconds()).padStart(3, '0')}` : '';
  return (
    <time dateTime={at} title={full.format(date)}>
      {text}
      {fraction}
    </time>
  );
}
