'use client';

import { LifeBuoy } from 'lucide-react';
import type { Notice } from '@/lib/move/notice';
import { useHelp } from '@/components/lost/help-provider';
import { lostName, lostWords, redialWords } from '@/components/lost/lost-words';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';

/** Who was lost, one below the other, each with the way to help; nothing where nobody was. */
export function LostStrip({ notices, label }: { notices: readonly Notice[]; label: string }) {
  const help = useHelp();
  if (notices.length === 0) return null;
  return (
    <ul aria-label={label} className="scroll-thin grid max-h-[30vh] gap-1 overflow-y-auto">
      {notices.map((notice) => (
        <li
          key={notice.id}
          data-testid={`lost-strip-${notice.person.participant}`}
          className="flex items-center gap-3 rounded-md border border-failed/50 bg-failed/10 py-1 pr-1 pl-3 text-sm"
        >
          <span className="min-w-0 flex-1">
            <span className="font-medium break-words text-failed">
              <bdi>{lostName(notice)}</bdi> {lostWords(notice)}
            </span>
            <span className="text-muted max-sm:block max-sm:text-xs">
              <span className="max-sm:hidden"> · </span>
              {notice.from ? `was in ${notice.from.name} · ` : ''}
              <Time at={notice.at} />
              {notice.redial && ` · ${redialWords(notice)}`}
            </span>
          </span>
          <Button size="small" look="danger" onClick={() => help(notice.id)}>
            <LifeBuoy size={14} aria-hidden /> Help
            <span className="sr-only"> {notice.person.name}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
