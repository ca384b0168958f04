'use client';

import type { Notice } from '@/lib/move/notice';
import { useHelp } from '@/components/lost/help-provider';
import { lostName, lostWords } from '@/components/lost/lost-words';
import { Button } from '@/components/ui/button';
import { Initials } from '@/components/ui/initials';
import { Name } from '@/components/ui/name';

/** Somebody who was here, did not arrive where they were sent, and may need help. Enter on the row does what the button does. */
export function LostRow({ notice }: { notice: Notice }) {
  const help = useHelp();
  return (
    <div data-testid={`lost-${notice.person.participant}`} className="flex h-full items-center gap-2 rounded-md border border-failed/60 bg-failed/10 px-2">
      <Initials name={notice.person.name} />
      {/* Two lines, so that neither a long name nor a long target hides the other. */}
      <div className="min-w-0 flex-1 text-sm text-failed">
        <Name className="font-medium">{lostName(notice)}</Name>{' '}
        <Name>{lostWords(notice)}</Name>
      </div>
      <Button size="small" look="danger" tabIndex={-1} onClick={() => help(notice.id)}>
        Help
        <span className="sr-only"> {notice.person.name}</span>
      </Button>
    </div>
  );
}
