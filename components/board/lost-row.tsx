'use client';

import type { Notice } from '@/lib/move/notice';
import { useHelp } from '@/components/lost/help-provider';
import { lostSentence } from '@/components/lost/lost-words';
import { Button } from '@/components/ui/button';
import { Initials } from '@/components/ui/initials';

/** Somebody who was here, did not arrive where they were sent, and may need help. Enter on the row does what the button does. */
export function LostRow({ notice }: { notice: Notice }) {
  const help = useHelp();
  const sentence = lostSentence(notice);
  return (
    <div data-testid={`lost-${notice.person.participant}`} className="flex h-full items-center gap-2 rounded-md border border-failed/60 bg-failed/10 px-2">
      <Initials name={notice.person.name} />
      <span className="line-clamp-2 min-w-0 flex-1 text-sm font-medium text-failed" title={sentence}>
        {sentence}
      </span>
      <Button size="small" look="danger" tabIndex={-1} onClick={() => help(notice.id)}>
        Help
        <span className="sr-only"> {notice.person.name}</span>
      </Button>
    </div>
  );
}
