'use client';

import { UserX } from 'lucide-react';
import Link from 'next/link';
import { useNotices } from '@/components/live/live-provider';
import { lostSentence } from '@/components/lost/lost-words';

const mostNamed = 5;

/** How many were lost and not found yet, at the top of every page; nothing while nobody is. It leads to where they are listed. */
export function LostCount() {
  const notices = useNotices();
  if (notices.length === 0) return null;
  const named = notices.slice(0, mostNamed).map(lostSentence);
  const more = notices.length - named.length;
  return (
    <Link
      href="/moves"
      data-testid="lost-count"
      title={[...named, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')}
      className="flex h-7 items-center gap-1.5 rounded-md bg-failed px-2 text-xs font-semibold whitespace-nowrap text-raised"
    >
      <UserX size={14} aria-hidden />
      <span role="status">
        {notices.length} <span className="max-sm:sr-only">lost</span>
      </span>
    </Link>
  );
}
