import type { EndedMeeting } from '@/lib/meeting/ended-meeting';
import { Time } from '@/components/ui/time';

const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });

/** When a meeting ended, or by when where nobody saw it. */
export function EndTime({ endedAt, endedAfter }: Pick<EndedMeeting, 'endedAt' | 'endedAfter'>) {
  if (endedAfter === null) return <Time at={endedAt} />;
  const [from, to] = [endedAfter, endedAt].map((at) => full.format(new Date(at)));
  return (
    <span title={`Ended while Usher was not running, some time between ${from} and ${to}`}>
      by <Time at={endedAt} />
    </span>
  );
}
