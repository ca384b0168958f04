import { CircleDot, CircleHelp, Globe, Grid2x2, Monitor, Smartphone, type LucideIcon } from 'lucide-react';
import type { KindCounts } from '@/lib/meeting/meeting';
import { participantKinds, type ParticipantKind } from '@/lib/meeting/participant';
import { kindLabels } from '@/components/participant/kind';

const icons: Record<ParticipantKind, LucideIcon> = {
  'web-app': Globe,
  sip: Monitor,
  microsoft: Grid2x2,
  'meeting-app': Smartphone,
  recorder: CircleDot,
  unknown: CircleHelp,
};

/** What the people in a meeting are connected with, as a sign and a number each; in words for who points at it or has it read. */
export function KindsInside({ kinds }: { kinds: KindCounts }) {
  const counted = participantKinds.flatMap((kind) => {
    const count = kinds[kind];
    return count === undefined ? [] : { kind, count, Icon: icons[kind] };
  });
  if (counted.length === 0) return null;
  const words = counted.map(({ kind, count }) => `${count} ${kindLabels[kind]}`).join(', ');
  return (
    <span title={words}>
      <span className="sr-only">{words}</span>
      <span aria-hidden className="flex gap-2 text-muted">
        {counted.map(({ kind, count, Icon }) => (
          <span key={kind} className="inline-flex min-w-9 items-center gap-1">
            <Icon size={13} /> <span className="text-ink">{count}</span>
          </span>
        ))}
      </span>
    </span>
  );
}
