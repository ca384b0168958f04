'use client';

import type { RehearsalActions } from '@/components/rehearsal/actions';
import { useDeed } from '@/components/forms/use-deed';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

const speeds = [0.5, 1, 2, 5, 10];

/** How fast the people of the demo come and go; only told where it may not be changed. */
export function SpeedChoice({ speed, setSpeed, onChanged }: { speed: number; setSpeed: RehearsalActions['setSpeed'] | null; onChanged: () => void }) {
  if (!setSpeed) return <span>{speed}×</span>;
  return <Choice speed={speed} setSpeed={setSpeed} onChanged={onChanged} />;
}

function Choice({ speed, setSpeed, onChanged }: { speed: number; setSpeed: RehearsalActions['setSpeed']; onChanged: () => void }) {
  const { run, busy, problem } = useDeed(setSpeed);
  return (
    <div className="grid gap-2">
      <div role="group" aria-label="Speed" className="flex flex-wrap gap-1">
        {speeds.map((choice) => (
          <Button
            key={choice}
            size="small"
            look={choice === speed ? 'primary' : 'plain'}
            aria-pressed={choice === speed}
            disabled={busy}
            onClick={async () => {
              if ((await run({ speed: choice })).ok) onChanged();
            }}
          >
            {choice}×
          </Button>
        ))}
      </div>
      {problem && <Notice tone="failed">{problem.detail}</Notice>}
    </div>
  );
}
