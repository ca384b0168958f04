'use client';

import { ArrowRightLeft, PanelRight, X } from 'lucide-react';
import type { Participant } from '@/lib/meeting/participant';
import { Button } from '@/components/ui/button';

interface SelectionBarProps {
  selected: ReadonlyMap<string, Participant>;
  held: string | null;
  onMove: () => void;
  onOpen: () => void;
  onClear: () => void;
}

/** What can be done with whoever is picked out, at the foot of the board. */
export function SelectionBar({ selected, held, onMove, onOpen, onClear }: SelectionBarProps) {
  const [first] = selected.values();
  if (!first) return null;
  return (
    <div
      role="toolbar"
      aria-label="Selected people"
      className="animate-appear absolute bottom-4 left-1/2 z-20 flex max-w-[calc(100%-32px)] -translate-x-1/2 items-center gap-2 rounded-lg border bg-raised py-1.5 pr-1.5 pl-4 shadow-[0_8px_32px_var(--shadow)]"
    >
      <span className="min-w-0 truncate text-sm">
        <span className="font-medium">{selected.size === 1 ? first.name : selected.size}</span> selected
      </span>
      <Button size="small" look="primary" onClick={onMove} disabled={held !== null} title={held ?? undefined}>
        <ArrowRightLeft size={14} aria-hidden /> Move to…
      </Button>
      {selected.size === 1 && (
        <Button size="small" onClick={onOpen}>
          <PanelRight size={14} aria-hidden /> <span className="max-sm:sr-only">Details</span>
        </Button>
      )}
      <Button size="small" look="quiet" onClick={onClear}>
        <X size={14} aria-hidden /> <span className="max-sm:sr-only">Clear</span>
      </Button>
    </div>
  );
}
