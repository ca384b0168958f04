import { expect, test } from 'vitest';
import { exampleBridge } from '@/lib/meeting/examples';
import { feedsOffWords } from '@/components/frame/feeds-off';

const all = exampleBridge({ feeds: { events: 'active', cdr: 'active', syslog: 'active' } });

test('a feed that is off is said, for all bridges or for how many', () => {
  expect(feedsOffWords([all])).toBeNull();
  expect(feedsOffWords([exampleBridge()])).toBe('no syslog, no call records');
  expect(feedsOffWords([all, { ...all, feeds: { ...all.feeds, syslog: 'off' } }])).toBe('no syslog from 1');
  expect(feedsOffWords([all, { ...all, feeds: { ...all.feeds, events: 'polling' } }])).toBe('no events from 1');
});
