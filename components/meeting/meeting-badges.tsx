import { Circle, Hourglass, Lock, Radio, TriangleAlert, Users } from 'lucide-react';
import type { Meeting } from '@/lib/meeting/meeting';
import { Badge } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';

/** What is special about a meeting; nothing where nothing is. `brief` where the time is said nearby. */
export function MeetingBadges({ meeting, brief }: { meeting: Meeting; brief?: boolean }) {
  const { locked, recording, streaming, lobbyCount, dualHomed, stale } = meeting;
  return (
    <>
      {stale && (
        <Badge tone="waiting" title="A call bridge of this meeting is away. What is shown is how it was then.">
          <TriangleAlert size={11} aria-hidden /> Stale
          {!brief && (
            <span>
              since <Time at={stale} />
            </span>
          )}
        </Badge>
      )}
      {locked && (
        <Badge title="Locked: newcomers wait.">
          <Lock size={11} aria-hidden /> Locked
        </Badge>
      )}
      {lobbyCount > 0 && (
        <Badge tone="waiting" title={`${lobbyCount} waiting to be let in.`}>
          <Hourglass size={11} aria-hidden /> Lobby {lobbyCount}
        </Badge>
      )}
      {recording && (
        <Badge tone="failed" title="This meeting is being recorded.">
          <Circle size={9} fill="currentColor" aria-hidden /> Rec
        </Badge>
      )}
      {streaming && (
        <Badge tone="failed" title="This meeting is being streamed.">
          <Radio size={11} aria-hidden /> Live
        </Badge>
      )}
      {dualHomed && (
        <Badge title="Part of this meeting runs on Microsoft's side.">
          <Users size={11} aria-hidden /> Dual-homed
        </Badge>
      )}
    </>
  );
}
