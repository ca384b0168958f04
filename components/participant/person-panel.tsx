'use client';

import { useMemo } from 'react';
import type { Participant } from '@/lib/meeting/participant';
import { refusalWords } from '@/lib/move/words';
import { useLiveStore, useMeeting, useParticipant } from '@/components/live/live-provider';
import { useMoves } from '@/components/move/move-provider';
import { TargetPicker } from '@/components/move/target-picker';
import { PersonFacts } from '@/components/participant/person-facts';
import { Notice } from '@/components/ui/notice';
import { SidePanel } from '@/components/ui/side-panel';

/** Everything about one person, and where they could go. `person` is as they were when it was opened. */
export function PersonPanel({ person, onClose }: { person: Participant; onClose: () => void }) {
  return (
    <SidePanel onClose={onClose} title={person.name}>
      <PersonDetails key={person.id} opened={person} onClose={onClose} />
    </SidePanel>
  );
}

function PersonDetails({ opened, onClose }: { opened: Participant; onClose: () => void }) {
  const now = useParticipant(opened.id);
  const person = now ?? opened;
  const alone = useMemo(() => [person], [person]);
  const meeting = useMeeting(person.meeting);
  const live = useLiveStore();
  const { mayMove, move } = useMoves();
  const movedFrom = person.movedFrom?.meeting ? (live.picture.meetings.get(person.movedFrom.meeting)?.name ?? null) : null;
  return (
    <div className="grid gap-5 pb-6">
      <div className="grid gap-3 px-4 pt-4">
        {!now && live.holds(opened.meeting) && <Notice tone="waiting">{opened.name} has left this meeting, or has been moved. This is how it was.</Notice>}
        <PersonFacts participant={person} meetingName={meeting?.name ?? 'A meeting that has ended'} movedFromName={movedFrom} />
      </div>
      <section aria-label="Where this person can go" className="border-t">
        <h3 className="px-4 pt-4 pb-2 text-sm font-semibold">Can {person.name} go to …?</h3>
        {!mayMove && <p className="px-4 pb-2 text-sm text-muted">{refusalWords('forbidden', { person: person.name, target: '' })}</p>}
        <TargetPicker
          aside
          people={alone}
          onChoose={(target, details) => {
            if (move(alone, target, details)) onClose();
          }}
        />
      </section>
    </div>
  );
}
