'use client';

import { useState } from 'react';
import type { Happening } from '@/lib/rehearsal/rehearsal';
import { faults } from '@/lib/trace/faults';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';

const kinds: Record<Happening['what'], { label: string; tone: Tone }> = {
  joined: { label: 'joined', tone: 'proven' },
  left: { label: 'left', tone: 'neutral' },
  move: { label: 'move', tone: 'accent' },
  fault: { label: 'fault', tone: 'failed' },
};

const views = {
  everything: { label: 'Everything', shows: () => true },
  moves: { label: 'Moves and faults', shows: ({ what }: Happening) => what === 'move' || what === 'fault' },
} as const;

/** What the emulator saw, the newest first. People of the demo come and go a lot: they can be left out. */
export function HappenedList({ happened }: { happened: readonly Happening[] }) {
  const [view, setView] = useState<keyof typeof views>('everything');
  const shown = happened.filter(views[view].shows);
  return (
    <div className="grid gap-3">
      <div role="group" aria-label="What to show" className="flex flex-wrap gap-1">
        {(['everything', 'moves'] as const).map((one) => (
          <Button key={one} size="small" look={one === view ? 'primary' : 'plain'} aria-pressed={one === view} onClick={() => setView(one)}>
            {views[one].label}
          </Button>
        ))}
      </div>
      {shown.length === 0 ? (
        <p className="text-sm text-muted">Nothing yet. Join a meeting as a guest, or move somebody.</p>
      ) : (
        <ol className="scroll-thin max-h-80 divide-y overflow-y-auto rounded-md border" data-testid="happened" tabIndex={0} aria-label="What happened">
          {shown.map((one) => (
            <li key={one.number} className="flex items-baseline gap-3 px-3 py-1.5 text-sm">
              <span className="w-16 shrink-0 text-muted">
                <Time at={one.at} />
              </span>
              <span className="w-14 shrink-0">
                <Badge tone={kinds[one.what].tone}>{kinds[one.what].label}</Badge>
              </span>
              <span className="min-w-0 flex-1 break-words">{sentenceOf(one)}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function sentenceOf(happening: Happening): string {
  const { callBridge } = happening;
  switch (happening.what) {
    case 'joined':
      return `${happening.name} is in ${happening.meeting}, on ${callBridge}`;
    case 'left':
      return `${happening.name} is no longer in ${happening.meeting || 'the meeting, which has ended'}, on ${callBridge}`;
    case 'move':
      return `A place for ${happening.name} was made in ${happening.meeting}, on ${callBridge}`;
    case 'fault':
      return `${faults[happening.fault].words} ${happening.name === null ? 'At' : `It hit ${happening.name}, at`} ${callBridge}.`;
  }
}
