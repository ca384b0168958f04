'use client';

import { useState } from 'react';
import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Button } from '@/components/ui/button';

const AddColumnDialog = dynamic(() => import('@/components/board/add-column-dialog').then((module) => module.AddColumnDialog), { ssr: false });

/** Puts one more meeting on the board. */
export function AddColumn({ onBoard }: { onBoard: ReadonlySet<string> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Plus size={14} aria-hidden /> <span className="max-sm:sr-only">Add a meeting</span>
      </Button>
      {open && <AddColumnDialog onBoard={onBoard} onClose={() => setOpen(false)} />}
    </>
  );
}
