import type { EndedMeeting } from '@/lib/meeting/ended-meeting';
import { Time } from '@/components/ui/time';

/** When a meeting ended: a time, or two where it ended in between while Usher was not running. */
export function EndTime({ endedAt, endedAfter }: Pick<EndedMeeting, 'endedAt' | 'endedAfter'>) {
  if (endedAfter === null) return <Time at={endedAt} />;
  return (
    <span title="Ended while Usher was not running, some time between the two.">
      <Time at={endedAfter} /> – <Time at={endedAt} />
    </span>
  );
}
