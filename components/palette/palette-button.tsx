'use client';

import { useEffect, useState } from 'react';
import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { isTyping } from '@/components/ui/is-typing';

const Palette = dynamic(() => import('@/components/palette/palette').then((module) => module.Palette), { ssr: false });

/** The search of the whole console; also opened by Ctrl-K and by a slash. */
export function PaletteButton() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const combined = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
      if (!combined && (event.key !== '/' || isTyping(event.target))) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex h-8 w-full max-w-72 min-w-9 items-center gap-2 rounded-md border bg-surface px-2.5 text-sm text-muted hover:text-ink"
      >
        <Search size={14} aria-hidden className="shrink-0" />
        <span className="hidden truncate sm:inline">Search meetings and people</span>
        <span className="sr-only sm:hidden">Search meetings and people</span>
        <kbd className="ml-auto hidden rounded-sm border px-1 font-sans text-2xs lg:inline">Ctrl K</kbd>
      </button>
      {open && <Palette onClose={() => setOpen(false)} />}
    </>
  );
}
