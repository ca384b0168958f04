'use client';

import { useState } from 'react';
import { Link2 } from 'lucide-react';
import type { JoinLink } from '@/lib/move/join-link';
import { sides, type Notice } from '@/lib/move/notice';
import { useDeed } from '@/components/forms/use-deed';
import type { HelpActions } from '@/components/lost/help-provider';
import { sideName } from '@/components/lost/lost-words';
import { Button } from '@/components/ui/button';
import { CopyText } from '@/components/ui/copy-text';
import { Notice as Note } from '@/components/ui/notice';

const sources: Record<JoinLink['source'], string> = {
  meetingEntryDetail: 'from what it tells people who are to come in (meetingEntryDetail)',
  accessQuery: 'by the numeric id of the space (accessQuery)',
};

/** Reads the link by which a guest joins again, to be handed over. It is shown for as long as this is open, and kept nowhere. */
export function LinkWay({ notice, joinLink }: { notice: Notice; joinLink: HelpActions['joinLink'] }) {
  const [shown, setShown] = useState<{ to: string; link: JoinLink } | null>(null);
  const { busy, problem, run } = useDeed(joinLink);
  return (
    <section aria-label="Join link" className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex flex-wrap gap-2">
        {sides.map((side) => {
          const name = sideName(notice, side);
          const show = async (to: string) => {
            const outcome = await run({ id: notice.id, into: side });
            setShown(outcome.ok ? { to, link: outcome.value } : null);
          };
          return (
            name !== null && (
              <Button key={side} disabled={busy} onClick={() => void show(name)}>
                <Link2 size={15} aria-hidden /> Link to {name}
              </Button>
            )
          );
        })}
      </div>
      {problem && <Note tone="failed">{problem.detail}</Note>}
      {shown && (
        <>
          <p className="text-sm">
            Hand this to {notice.person.name}: it leads into {shown.to}. Whoever has it can come in.
          </p>
          <CopyText text={shown.link.link} testId="join-link" />
          {shown.link.passcode && (
            <>
              <p className="text-sm">They may be asked for the passcode:</p>
              <CopyText text={shown.link.passcode} testId="join-passcode" />
            </>
          )}
          <p className="text-xs text-muted">
            {shown.link.callBridge} gave it, {sources[shown.link.source]}.
          </p>
        </>
      )}
    </section>
  );
}
