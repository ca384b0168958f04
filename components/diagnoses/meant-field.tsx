'use client';

import { useRef, useState } from 'react';
import { Target, X } from 'lucide-react';
import type { Meeting } from '@/lib/meeting/meeting';
import type { ExpectedTarget } from '@/lib/trace/expected';
import { LazyChooseMeetingDialog } from '@/components/move/lazy-choose-meeting-dialog';
import { Button } from '@/components/ui/button';

/** Where somebody was meant to go, and what that is called; numeric ids have no name. */
export interface Meant {
  readonly to: ExpectedTarget;
  readonly name: string | null;
}

/** The meeting or space that was meant: Usher reads its numeric ids itself. Told of the choice, and of null where it is taken back. */
export function MeantField({ name, onChange }: { name: string | null; onChange: (meant: Meant | null) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const takeBack = () => {
    // The button that was pressed goes away.
    opener.current?.focus();
    onChange(null);
  };
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
      Meeting that was meant
      <Button ref={opener} size="small" aria-label={`Meant meeting: ${name ?? 'Choose…'}`} title="The meeting or space that was meant: its numeric ids are compared with the one that the browser was sent to." onClick={() => setIsOpen(true)} className="max-w-56 min-w-0">
        <Target size={14} aria-hidden className="shrink-0" />
        <span className="truncate">{name ?? 'Choose…'}</span>
      </Button>
      {name !== null && (
        <Button size="small" look="quiet" aria-label="Not this meeting" onClick={takeBack}>
          <X size={14} aria-hidden />
        </Button>
      )}
      {isOpen && (
        <LazyChooseMeetingDialog
          title="Where were they meant to go?"
          onChoose={(meeting) => onChange({ to: targetOf(meeting), name: meeting.name })}
          onClose={() => setIsOpen(false)}
        />
      )}
    </span>
  );
}

/** A meeting ends, and its space stays: where there is one, that is what was meant. */
function targetOf({ id, space, cluster }: Meeting): ExpectedTarget {
  return space === null ? { meeting: id } : { space, cluster: cluster.id };
}
