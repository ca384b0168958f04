'use client';

import type { ArmedFault } from '@/lib/rehearsal/rehearsal';
import { faults } from '@/lib/trace/faults';
import { useDeed } from '@/components/forms/use-deed';
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
      <div className="flex min-h-7 items-center justify-between gap-3">
        <h3 className="text-sm font-medium">Armed</h3>
        {clear && armed.length > 1 && <Clear clear={clear} label="Clear all" what="Clear all armed faults" onCleared={onCleared} />}
      </div>
      <ul className="scroll-thin max-h-80 divide-y overflow-y-auto rounded-md border" data-testid="armed-faults" tabIndex={0} aria-label="Armed faults">
        {armed.map((fault) => (
          <li key={fault.id} className="flex items-center gap-3 px-3 py-2 text-sm">
            <span className="min-w-0 flex-1 break-words">
              {faults[fault.fault].words} <span className="text-muted">{targetWords(fault.target)}</span>
            </span>
            <Badge tone={fault.fired > 0 ? 'failed' : 'waiting'}>{fault.times === 'once' ? 'once' : `until cleared, ${fault.fired} so far`}</Badge>
            {clear && <Clear clear={clear} id={fault.id} label="Clear" what={faults[fault.fault].words} onCleared={onCleared} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ClearProps {
  clear: RehearsalActions['clear'];
  id?: number;
  label: string;
  /** Tells this button from the others, for who does not see where it stands. */
  what: string;
  onCleared: () => void;
}

function Clear({ clear, id, label, what, onCleared }: ClearProps) {
  const { run, busy, problem } = useDeed(clear);
  return (
    <div className="grid justify-items-start gap-1">
      <Button
        size="small"
        disabled={busy}
        aria-label={id === undefined ? what : `${label}: ${what}`}
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

function targetWords(target: ArmedFault['target']): string {
  switch (target.scope) {
    case 'everybody':
      return 'For everybody.';
    case 'participant':
      return `For ${target.name}.`;
    case 'call':
      return `For whoever is moved to ${target.name}.`;
    case 'callBridge':
      return `At ${target.callBridge}.`;
    case 'link':
      return `Between ${target.link.join(' and ')}.`;
  }
}
