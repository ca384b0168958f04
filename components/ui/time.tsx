'use client';

import { useInBrowser } from '@/components/ui/use-in-browser';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });

/** A time with its date, in the reader's zone. `at` is RFC 3339. */
export function fullTime(at: string): string {
  return full.format(new Date(at));
}

/** A time of day in the reader's zone, as text. `at` is RFC 3339. */
export function timeOfDay(at: string): string {
  return clock.format(new Date(at));
}

/**
 * A time of day in the reader's zone, with its date unless it is today's; the title has both. `at` is RFC 3339. The server does
 * not know the zone, so it shows no times. `precise`: with milliseconds. `undated`: where the date is said nearby.
 */
export function Time({ at, precise, undated }: { at: string; precise?: boolean; undated?: boolean }) {
  const inBrowser = useInBrowser();
  if (!inBrowser) return <time dateTime={at}>&nbsp;</time>;
  const date = new Date(at);
  const now = new Date();
  const today = date.toDateString() === now.toDateString();
  const dated = date.getFullYear() === now.getFullYear() ? dayAndTime : full;
  const text = undated || today ? clock.format(date) : dated.format(date);
  const fraction = precise ? `.${String(date.getMilliseconds()).padStart(3, '0')}` : '';
  return (
    <time dateTime={at} title={fullTime(at)}>
      {text}
      {fraction}
    </time>
  );
}
