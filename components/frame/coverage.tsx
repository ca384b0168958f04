'use client';

import Link from 'next/link';
import { useCallBridges, useStreamStatus } from '@/components/live/live-provider';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import clsx from 'clsx';
import { feedsOffWords } from '@/components/frame/feeds-off';

interface Words {
  text: string;
  /** Stands for the text on a phone. */
  brief?: string;
  /** What is not said where there is no room for it. */
  more?: string;
  tone: 'quiet' | 'waiting';
  title?: string;
}

/** How much of what there is can be trusted to be up to date: bridges that are live, and this page's own stream. */
export function Coverage() {
  const bridges = useCallBridges();
  const status = useStreamStatus();
  const { text, brief, more, tone, title } = coverageWords(bridges, status);
  return (
    <Link
      href="/call-bridges"
      title={title}
      data-testid="coverage"
      className={clsx('flex items-center gap-2 rounded-md px-2 py-1 text-sm whitespace-nowrap hover:bg-sunken', tone === 'waiting' ? 'text-waiting' : 'text-muted')}
    >
      <span
        aria-hidden
        className={clsx(
          'size-2 shrink-0 rounded-full',
          status.state === 'loading' ? 'bg-muted' : tone === 'waiting' ? 'bg-waiting' : 'bg-proven',
          status.state === 'reconnecting' && 'animate-pulse-soft',
        )}
      />
      {brief && (
        <span aria-hidden className="sm:hidden">
          {brief}
        </span>
      )}
      <span role="status">
        <span className={brief && 'max-sm:sr-only'}>{text}</span>
        {more && <span className="max-lg:sr-only">: {more}</span>}
      </span>
    </Link>
  );
}

function coverageWords(bridges: readonly CallBridge[], status: { state: string; since: number }): Words {
  const since = timeOf(status.since);
  if (status.state === 'loading') return { text: 'Connecting…', tone: 'quiet' };
  if (status.state === 'reconnecting') return { text: 'Reconnecting…', tone: 'waiting', title: `No word from Usher since ${since}.` };
  if (status.state === 'stale') return { text: `Out of date since ${since}`, tone: 'waiting', title: 'Usher does not answer. What is shown is how it was then.' };
  if (bridges.length === 0) return { text: 'No call bridge connected', tone: 'waiting' };
  const away = bridges.filter(({ state }) => state !== 'connected');
  const text = `${bridges.length - away.length} of ${bridges.length} bridges live`;
  const brief = `${bridges.length - away.length}/${bridges.length}`;
  const off = feedsOffWords(bridges);
  if (away.length === 0) return { text, brief, tone: 'quiet', ...(off && { more: off, title: 'What Usher goes without: it is told less of why things happen, and nothing less of what is so.' }) };
  const [longest] = away.toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since));
  const title = [...away.map((bridge) => awayWords(bridge)), ...(off ? [off] : [])].join('\n');
  const most = longest && (away.length === 1 ? awayWords(longest) : `${away.length} away, the first since ${timeOf(longest.since)}`);
  return { text, brief, more: [most, off].filter(Boolean).join(', '), tone: 'waiting', title };
}

function awayWords({ name, since }: CallBridge): string {
  return `${name} away since ${timeOf(since)}`;
}

function timeOf(at: string | number): string {
  return new Date(at).toLocaleTimeString(undefined, { hourCycle: 'h23' });
}
