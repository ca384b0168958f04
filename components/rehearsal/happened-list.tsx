import type { Happening } from '@/lib/rehearsal/rehearsal';
import { faults } from '@/lib/trace/faults';
import { Badge, type Tone } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';

const kinds: Record<Happening['what'], { label: string; tone: Tone }> = {
  joined: { label: 'joined', tone: 'proven' },
  left: { label: 'left', tone: 'neutral' },
  move: { label: 'move', tone: 'accent' },
  fault: { label: 'fault', tone: 'failed' },
};

/** What the emulator saw, the newest first. */
export function HappenedList({ happened }: { happened: readonly Happening[] }) {
  if (happened.length === 0) return <p className="text-sm text-muted">Nothing yet. Join a meeting as a guest, or move somebody.</p>;
  return (
    <ol className="scroll-thin max-h-80 divide-y overflow-y-auto rounded-md border" data-testid="happened" tabIndex={0} aria-label="What happened">
      {happened.map((one) => (
        <li key={one.number} className="flex items-center gap-3 px-3 py-1.5 text-sm">
          <span className="w-20 shrink-0 text-muted">
            <Time at={one.at} />
          </span>
          <span className="w-14 shrink-0">
            <Badge tone={kinds[one.what].tone}>{kinds[one.what].label}</Badge>
          </span>
          <span className="min-w-0 flex-1 break-words">{sentenceOf(one)}</span>
        </li>
      ))}
    </ol>
  );
}

function sentenceOf(happening: Happening): string {
  const { callBridge } = happening;
  switch (happening.what) {
    case 'joined':
      return `${happening.name} is in ${happening.meeting}, on ${callBridge}`;
    case 'left':
      return `${happening.name} is no longer in ${happening.meeting || 'the meeting, which has ended'}, on ${callBridge}`;
    case 'move':
      return `A place for ${happening.name} was made in ${happening.meeting}, on ${callBridge}`;
    case 'fault':
      return `${faults[happening.fault].words} At ${callBridge}.`;
  }
}
