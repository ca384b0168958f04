'use client';

import { useState } from 'react';
import { Target, X } from 'lucide-react';
import type { Meeting } from '@/lib/meeting/meeting';
import type { ExpectedTarget } from '@/lib/trace/expected';
import { useCallBridges, useMeetings } from '@/components/live/live-provider';
import { MeetingPicker } from '@/components/move/meeting-picker';
import { useSpaceTargets } from '@/components/move/use-space-targets';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

/** Where somebody was meant to go, and what that is called; numeric ids have no name. */
export interface Meant {
  readonly to: ExpectedTarget;
  readonly name: string | null;
}

/** The meeting or space that was meant: Usher reads its numeric ids itself. Told of the choice, and of null where it is taken back. */
export function MeantField({ name, onChange }: { name: string | null; onChange: (meant: Meant | null) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const choose = (meant: Meant | null) => {
    setIsOpen(false);
    onChange(meant);
  };
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
      Meeting that was meant
      <Button size="small" aria-label={`Meant meeting: ${name ?? 'Choose…'}`} title="The meeting or space that was meant: its numeric ids are compared with the one that the browser was sent to." onClick={() => setIsOpen(true)} className="max-w-56 min-w-0">
        <Target size={14} aria-hidden className="shrink-0" />
        <span className="truncate">{name ?? 'Choose…'}</span>
      </Button>
      {name !== null && (
        <Button size="small" look="quiet" aria-label="Not this meeting" onClick={() => choose(null)}>
          <X size={14} aria-hidden />
        </Button>
      )}
      {isOpen && <MeantDialog onChoose={choose} onClose={() => setIsOpen(false)} />}
    </span>
  );
}

function MeantDialog({ onChoose, onClose }: { onChoose: (meant: Meant) => void; onClose: () => void }) {
  const [search, setSearch] = useState('');
  const meetings = useMeetings();
  const clusters = new Set(useCallBridges().map(({ cluster }) => cluster.id));
  const spaces = useSpaceTargets(search, clusters, meetings);
  return (
    <Dialog open onOpenChange={onClose} title="Where were they meant to go?">
      <MeetingPicker
        label="Meetings and spaces"
        meetings={meetings}
        search={search}
        onSearch={setSearch}
        group={{ heading: 'Spaces without a meeting', meetings: spaces.targets, status: spaces.status }}
        choiceFor={() => ({ disabled: false, note: null })}
        onChoose={(meeting) => onChoose({ to: targetOf(meeting), name: meeting.name })}
      />
    </Dialog>
  );
}

/** A meeting ends, and its space stays: where there is one, that is what was meant. */
function targetOf({ id, space, cluster }: Meeting): ExpectedTarget {
  return space === null ? { meeting: id } : { space, cluster: cluster.id };
}
