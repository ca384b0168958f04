'use client';

import { useState } from 'react';
import { pinMeeting } from '@/components/board/pinned';
import { useMeetings } from '@/components/live/live-provider';
import { MeetingPicker } from '@/components/move/meeting-picker';
import { Dialog } from '@/components/ui/dialog';

/** A search over the live meetings; the chosen one is put on the board. */
export function AddColumnDialog({ onBoard, onClose }: { onBoard: ReadonlySet<string>; onClose: () => void }) {
  const [search, setSearch] = useState('');
  return (
    <Dialog open onOpenChange={onClose} title="Add a meeting to the board">
      <MeetingPicker
        label="Live meetings"
        meetings={useMeetings()}
        search={search}
        onSearch={setSearch}
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
