'use client';

import type { ArmedFault } from '@/lib/rehearsal/rehearsal';
import { faults } from '@/lib/trace/faults';
import { useDeed } from '@/components/forms/use-deed';
import { useMeeting, useParticipant } from '@/components/live/live-provider';
import type { RehearsalActions } from '@/components/rehearsal/actions';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

interface ArmedFaultsProps {
  armed: readonly ArmedFault[];
  /** Null for whoever may only look. */
  clear: RehearsalActions['clear'] | null;
  onCleared: () => void;
}

/** The faults that wait for their occasion. */
export function ArmedFaults({ armed, clear, onCleared }: ArmedFaultsProps) {
  if (armed.length === 0) return <p className="text-sm text-muted">Nothing is armed: every move goes as it should.</p>;
  return (
    <div className="grid gap-2">
      <ul className="divide-y rounded-md border" data-testid="armed-faults">
        {armed.map((fault) => (
          <li key={fault.id} className="flex items-center gap-3 px-3 py-2 text-sm">
            <span className="min-w-0 flex-1">
              {faults[fault.fault].words} <span className="text-muted"><Target target={fault.target} /></span>
            </span>
            <Badge tone={fault.fired > 0 ? 'failed' : 'waiting'}>{fault.times === 'once' ? 'once' : `until cleared, ${fault.fired} so far`}</Badge>
            {clear && <Clear clear={clear} id={fault.id} label="Clear" onCleared={onCleared} />}
          </li>
        ))}
      </ul>
      {clear && <Clear clear={clear} label="Clear all" onCleared={onCleared} />}
    </div>
  );
}

function Clear({ clear, id, label, onCleared }: { clear: RehearsalActions['clear']; id?: number; label: string; onCleared: () => void }) {
  const { run, busy, problem } = useDeed(clear);
  return (
    <div className="grid justify-items-start gap-1">
      <Button
        size="small"
        disabled={busy}
        onClick={async () => {
          if ((await run(id === undefined ? {} : { id })).ok) onCleared();
        }}
      >
        {label}
      </Button>
      {problem && <Notice tone="failed">{problem.detail}</Notice>}
    </div>
  );
}

function Target({ target }: { target: ArmedFault['target'] }) {
  const meeting = useMeeting(target.scope === 'call' ? target.correlator : '');
  const person = useParticipant(target.scope === 'participant' ? target.participant : '');
  switch (target.scope) {
    case 'everybody':
      return 'For everybody.';
    case 'participant':
      return `For ${person?.name ?? 'one person'}.`;
    case 'call':
      return `For whoever is moved to ${meeting?.name ?? 'a meeting that has ended'}.`;
    case 'callBridge':
      return `At ${target.callBridge}.`;
    case 'link':
      return `Between ${target.link.join(' and ')}.`;
  }
}
