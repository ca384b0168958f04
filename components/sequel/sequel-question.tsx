'use client';

import type { ConfirmRules } from '@/lib/move/confirmation';
import type { DryRun } from '@/lib/move/order';
import { refusedSentence } from '@/components/move/item-words';
import { peopleWords } from '@/components/move/people-words';
import { targetWords } from '@/components/move/place-words';
import { WhatHappens } from '@/components/move/what-happens';
import type { Place } from '@/components/sequel/places';
import type { SequelWish } from '@/components/sequel/sequel';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

interface SequelQuestionProps {
  wish: SequelWish;
  run: DryRun;
  places: readonly Place[];
  rules: ConfirmRules;
  onSend: () => void;
  onClose: () => void;
}

/** How many of those who stay are told of one by one. */
const toldAtMost = 5;

/** Says exactly what an undo or a repeat will do, and who stays where they are; Enter sends it. */
export function SequelQuestion({ wish, run, places, rules, onSend, onClose }: SequelQuestionProps) {
  const going = run.items.filter(({ verdict }) => verdict.allowed);
  const staying = run.items.filter(({ verdict }) => !verdict.allowed && verdict.reason !== 'same-meeting');
  const [who, where] = [peopleWords(going), targetWords(going)];
  const isUndo = wish.kind === 'undo';
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={isUndo ? `Bring ${who} back to ${where}?` : `Move ${who} to ${where} as last time?`}
      description={isUndo ? 'Settings are put back as they were before. Whoever is muted stays muted.' : 'With the same choices as then.'}
    >
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSend();
        }}
      >
        <WhatHappens places={places} run={run} rules={rules} />
        {staying.length > 0 && (
          <ul className="grid gap-1 text-sm text-waiting" aria-label="Not moved">
            {staying.slice(0, toldAtMost).map((item) => (
              <li key={item.id}>{refusedSentence(item)}</li>
            ))}
            {staying.length > toldAtMost && <li>And {staying.length - toldAtMost} more.</li>}
          </ul>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Leave them there</Button>
          <Button type="submit" look="primary" data-autofocus>
            {isUndo ? 'Bring back' : 'Move'} {who}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
