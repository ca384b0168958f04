'use client';

import { useState } from 'react';
import { Plus } from 'lucide-react';
import { pinMeeting } from '@/components/board/pinned';
import { LazyChooseMeetingDialog } from '@/components/move/lazy-choose-meeting-dialog';
import { Button } from '@/components/ui/button';

/** Puts one more meeting on the board. */
export function AddColumn({ onBoard }: { onBoard: ReadonlySet<string> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Plus size={14} aria-hidden /> <span className="max-sm:sr-only">Add a meeting</span>
      </Button>
      {open && (
        <LazyChooseMeetingDialog
          title="Add a meeting to the board"
          choiceFor={({ id }) => {
            const there = onBoard.has(id);
            return { disabled: there, note: there && <span className="text-muted">On the board</span> };
          }}
          onChoose={pinMeeting}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
