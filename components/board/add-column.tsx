'use client';

import { useState } from 'react';
import { Plus } from 'lucide-react';
import { pinMeeting } from '@/components/board/pinned';
import { MeetingPicker } from '@/components/move/meeting-picker';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

/** Puts one more meeting on the board. */
export function AddColumn({ onBoard }: { onBoard: ReadonlySet<string> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Plus size={14} aria-hidden /> Add a meeting
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title="Add a meeting to the board">
        <MeetingPicker
          label="Live meetings"
          choiceFor={({ id }) =>
            onBoard.has(id) ? { disabled: true, note: <span className="text-muted">On the board</span> } : { disabled: false, note: null }
          }
          onChoose={(meeting) => {
            pinMeeting(meeting);
            setOpen(false);
          }}
        />
      </Dialog>
    </>
  );
}
