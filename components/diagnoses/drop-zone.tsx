'use client';

import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { FileSearch } from 'lucide-react';
import clsx from 'clsx';
import { Button } from '@/components/ui/button';

interface DropZoneProps {
  onFiles: (files: readonly File[]) => void;
  disabled: boolean;
  /** As small as it can be: there is something below it to look at. */
  low: boolean;
  children: ReactNode;
}

/** Takes files that are dropped on it, or chosen by its button. */
export function DropZone({ onFiles, disabled, low, children }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent, isOver: boolean) => {
    event.preventDefault();
    setOver(isOver && !disabled);
  };
  const drop = (event: DragEvent) => {
    drag(event, false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0 && !disabled) onFiles(files);
  };
  return (
    <div
      data-testid="drop-zone"
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={drop}
      className={clsx(
        'flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-dashed px-4 transition-colors duration-150',
        low ? 'py-3' : 'flex-col justify-center py-12 text-center',
        over ? 'border-accent bg-accent/10' : 'border-muted/50 bg-raised',
      )}
    >
      <FileSearch size={low ? 20 : 28} aria-hidden className="shrink-0 text-muted" />
      <div className={clsx('min-w-0 text-sm text-muted', low ? 'flex-1 basis-56' : 'max-w-lg')}>{children}</div>
      <input
        ref={input}
        type="file"
        multiple
        aria-label="Files to diagnose"
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // The same files once more are another wish.
          target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <Button look={low ? 'plain' : 'primary'} disabled={disabled} onClick={() => input.current?.click()}>
        Choose files
      </Button>
    </div>
  );
}
