'use client';

import { useState } from 'react';
import { ChevronDown, ChevronUp } from 'lucide-react';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { MeetingLog } from '@/components/meeting/meeting-log';
import { useLogRefresh } from '@/components/meeting/use-log-refresh';

/** A live meeting's log at the foot of its page; it can be folded away. */
export function LogDrawer({ meeting, people }: { meeting: Meeting; people: readonly Participant[] | null }) {
  const [open, setOpen] = useState(true);
  useLogRefresh(meeting, people);
  return (
    <section aria-label="Log" className="shrink-0 border-t bg-raised">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className="flex h-9 w-full items-center gap-2 px-6 text-sm font-medium -outline-offset-2 hover:bg-surface">
        Log
        {open ? <ChevronDown size={14} aria-hidden /> : <ChevronUp size={14} aria-hidden />}
      </button>
      {open && (
        <div className="h-[max(14rem,28vh)] border-t">
          <MeetingLog meeting={meeting.id} />
        </div>
      )}
    </section>
  );
}
