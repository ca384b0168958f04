import type { ChangeEvent, ReactNode } from 'react';

interface TickBoxProps {
  type: 'radio' | 'checkbox';
  name?: string;
  checked: boolean;
  onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  /** The rest of the label, in a quieter voice. */
  note?: string;
  children: ReactNode;
}

/** A radio button or a box to tick, with its label on one line. */
export function TickBox({ children, note, ...input }: TickBoxProps) {
  return (
    <label className="flex min-w-0 items-center gap-2 pointer-coarse:min-h-9">
      <input className="shrink-0 pointer-coarse:size-4.5" {...input} />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {note && <span className="max-w-2/5 shrink-0 truncate pr-1 text-xs text-muted">{note}</span>}
    </label>
  );
}
