'use client';

import { useState } from 'react';
import { pinMeeting } from '@/components/board/pinned';
import { useCallBridges, useMeetings } from '@/components/live/live-provider';
import { MeetingPicker } from '@/components/move/meeting-picker';
import { useSpaceTargets } from '@/components/move/use-space-targets';
import { Dialog } from '@/components/ui/dialog';

/** A search over the live meetings, and the spaces without one; the chosen one is put on the board. */
export function AddColumnDialog({ onBoard, onClose }: { onBoard: ReadonlySet<string>; onClose: () => void }) {
  const [search, setSearch] = useState('');
  const meetings = useMeetings();
  const clusters = new Set(useCallBridges().map(({ cluster }) => cluster.id));
  const spaces = useSpaceTargets(search, clusters, meetings);
  return (
    <Dialog open onOpenChange={onClose} title="Add a meeting to the board">
      <MeetingPicker
        label="Meetings and spaces"
        meetings={meetings}
        search={search}
        onSearch={setSearch}
        group={{ heading: 'Spaces without a meeting', meetings: spaces.targets, status: spaces.status }}
        choiceFor={({ id }) => {
          const there = onBoard.has(id);
          return { disabled: there, note: there && <span className="text-muted">On the board</span> };
        }}
        onChoose={(meeting) => {
          pinMeeting(meeting);
          onClose();
        }}
      />
    </Dialog>
  );
}
