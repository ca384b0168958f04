'use client';

import { useState } from 'react';
import { PhoneOutgoing } from 'lucide-react';
import { isUnderWay, sides, type Notice, type Side } from '@/lib/move/notice';
import { useDeed } from '@/components/forms/use-deed';
import type { HelpActions } from '@/components/lost/help-provider';
import { callWords, redialWords, sideName } from '@/components/lost/lost-words';
import { Button } from '@/components/ui/button';
import { Notice as Note } from '@/components/ui/notice';

/** Has a device called again, into one of the two meetings, after a question; says how the latest call stands. */
export function RedialWay({ notice, redial }: { notice: Notice; redial: HelpActions['redial'] }) {
  const [asking, setAsking] = useState<Side | null>(null);
  const { busy, problem, run } = useDeed(redial);
  const words = redialWords(notice);
  const into = asking && sideName(notice, asking);
  const isCalling = busy || (notice.redial !== null && isUnderWay(notice.redial));
  return (
    <section aria-label="Call again" className="grid gap-2">
      {words && (
        <div role="status">
          <Note tone={isCalling || notice.redial?.state === 'answered' ? 'waiting' : 'failed'}>{words}</Note>
        </div>
      )}
      {problem && <Note tone="failed">{problem.detail}</Note>}
      {into === null && !isCalling && (
        <div className="flex flex-wrap gap-2">
          {sides.map((side) => {
            const name = sideName(notice, side);
            return (
              name !== null && (
                <Button key={side} onClick={() => setAsking(side)}>
                  <PhoneOutgoing size={15} aria-hidden /> Call into {name}
                </Button>
              )
            );
          })}
        </div>
      )}
      {asking && into !== null && (
        <div className="grid gap-3 rounded-md border border-waiting/40 p-3">
          <p className="text-sm">{callWords(notice, into)}</p>
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(null)}>Do not call</Button>
            <Button
              look="primary"
              disabled={busy}
              onClick={() => {
                setAsking(null);
                void run({ id: notice.id, into: asking });
              }}
            >
              Call now
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}
