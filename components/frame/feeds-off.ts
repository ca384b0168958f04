import type { CallBridge } from '@/lib/meeting/call-bridge';

const feeds = [
  { feed: 'syslog', name: 'syslog' },
  { feed: 'cdr', name: 'call records' },
] as const;

/** Which feeds Usher goes without, in a few words, such as "no syslog, no call records from 1"; null where all deliver. */
export function feedsOffWords(bridges: readonly CallBridge[]): string | null {
  const words = feeds.flatMap(({ feed, name }) => {
    const off = bridges.filter((bridge) => bridge.feeds[feed] === 'off').length;
    if (off === 0) return [];
    return [off === bridges.length ? `no ${name}` : `no ${name} from ${off}`];
  });
  const polled = bridges.filter(({ state, feeds: { events } }) => state === 'connected' && events !== 'active').length;
  if (polled > 0) words.unshift(`no events from ${polled}`);
  return words.length > 0 ? words.join(', ') : null;
}
