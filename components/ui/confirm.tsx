'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';

interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, and what will not. */
  description: ReactNode;
  /** What the button says: the deed, not "OK". */
  deed: string;
  busy: boolean;
  /** Why it could not be done. */
  refusal: string | null;
  onConfirm: () => void;
}

/** One question before something that cannot simply be taken back. */
export function Confirm({ open, onClose, title, description, deed, busy, refusal, onConfirm }: ConfirmProps) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title={title} description={description}>
      <div className="grid gap-3 p-4">
        {refusal && <Notice tone="failed">{refusal}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Leave it</Button>
          <Button look="danger" disabled={busy} onClick={onConfirm}>
            {deed}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
