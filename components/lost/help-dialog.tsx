'use client';

import { useState } from 'react';
import Link from 'next/link';
import type { Notice } from '@/lib/move/notice';
import { canBeCalled } from '@/lib/move/redial';
import { useDeed } from '@/components/forms/use-deed';
import type { HelpActions } from '@/components/lost/help-provider';
import { LinkWay } from '@/components/lost/link-way';
import { lostSentence } from '@/components/lost/lost-words';
import { RedialWay } from '@/components/lost/redial-way';
import { useNotices, useOrders } from '@/components/live/live-provider';
import { useMoves } from '@/components/move/move-provider';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice as Note } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';

interface HelpDialogProps {
  id: string;
  actions: HelpActions;
  onClose: () => void;
}

/** What is known of somebody who was lost, and what can be done for them. */
export function HelpDialog({ id, actions, onClose }: HelpDialogProps) {
  const live = useNotices().find((notice) => notice.id === id) ?? null;
  const [shown, setShown] = useState(live);
  if (live && live !== shown) setShown(live);
  if (!shown) return null;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={lostSentence(shown)} description={<WhatHappened notice={shown} />}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
        {live ? <Ways notice={live} actions={actions} onClose={onClose} /> : <Over was={shown} />}
      </div>
    </Dialog>
  );
}

/** The notice is gone while somebody was looking at it. */
function Over({ was }: { was: Notice }) {
  const order = useOrders().find(({ id }) => id === was.order);
  const isBack = order?.items.some(({ id, returned }) => id === was.item && returned !== null);
  return <Note>{isBack ? 'They are back.' : 'There is nothing left to do here: somebody has put this away, or it was too long ago.'}</Note>;
}

function WhatHappened({ notice: { from, to, at, order } }: { notice: Notice }) {
  return (
    <>
      Left {from?.name ?? 'a meeting that is not known'} for {to.name}; given up at <Time at={at} />.{' '}
      <Link href={`/moves/${encodeURIComponent(order)}`} className="text-accent underline underline-offset-2">
        The move
      </Link>
    </>
  );
}

function Ways({ notice, actions, onClose }: { notice: Notice; actions: HelpActions; onClose: () => void }) {
  const { mayMove } = useMoves();
  const dismissal = useDeed(actions.dismiss);
  if (!mayMove) return <Note>You may look, and not help. Tell an operator.</Note>;
  return (
    <>
      {canBeCalled(notice.person) ? <RedialWay notice={notice} redial={actions.redial} /> : <LinkWay notice={notice} joinLink={actions.joinLink} />}
      {dismissal.problem && <Note tone="failed">{dismissal.problem.detail}</Note>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Later</Button>
        <Button disabled={dismissal.busy} onClick={() => void dismissal.run({ id: notice.id }).then(({ ok }) => ok && onClose())}>
          Needs no help
        </Button>
      </div>
    </>
  );
}
