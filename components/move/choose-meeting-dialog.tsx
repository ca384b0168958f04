'use client';

import { useState } from 'react';
import type { Meeting } from '@/lib/meeting/meeting';
import { useCallBridges, useMeetings } from '@/components/live/live-provider';
import { MeetingPicker, type Choice } from '@/components/move/meeting-picker';
import { useSpaceTargets } from '@/components/move/use-space-targets';
import { Dialog } from '@/components/ui/dialog';

interface ChooseMeetingDialogProps {
  title: string;
  /** What stands beside a meeting, and whether it can be chosen; any can unless told otherwise. */
  choiceFor?: (meeting: Meeting) => Choice;
  /** Told of the meeting that was chosen, or of the one that a space would have; the dialog closes by itself. */
  onChoose: (meeting: Meeting) => void;
  onClose: () => void;
}

/** Asks for one of the live meetings of all clusters, or of the spaces in which nobody is. Nobody is moved by it. */
export function ChooseMeetingDialog({ title, choiceFor = anyOne, onChoose, onClose }: ChooseMeetingDialogProps) {
  const [search, setSearch] = useState('');
  const meetings = useMeetings();
  const clusters = new Set(useCallBridges().map(({ cluster }) => cluster.id));
  const spaces = useSpaceTargets(search, clusters, meetings);
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <MeetingPicker
        label="Meetings and spaces"
        meetings={meetings}
        search={search}
        onSearch={setSearch}
        group={{ heading: 'Spaces without a meeting', meetings: spaces.targets, status: spaces.status }}
        choiceFor={choiceFor}
        onChoose={(meeting) => {
          onChoose(meeting);
          onClose();
        }}
      />
    </Dialog>
  );
}

function anyOne(): Choice {
  return { disabled: false, note: null };
}
