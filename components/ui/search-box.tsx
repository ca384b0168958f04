'use client';

import type { InputHTMLAttributes } from 'react';
import { Search } from 'lucide-react';
import clsx from 'clsx';

interface SearchBoxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  label: string;
  onValueChange: (value: string) => void;
}

/** A search field; `label` names it for those who do not see it. */
export function SearchBox({ label, onValueChange, className, ...rest }: SearchBoxProps) {
  return (
    <div className={clsx('relative', className)}>
      <Search size={14} aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted" />
      <input
        type="search"
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onValueChange(event.target.value)}
        className="h-8 w-full rounded-md border bg-raised pr-2 pl-8 text-sm placeholder:text-muted focus-visible:outline-offset-0"
        {...rest}
      />
    </div>
  );
}
