'use client';

import { useState } from 'react';
import { Eye, Hand } from 'lucide-react';
import type { ClusterMode } from '@/lib/meeting/call-bridge';
import clsx from 'clsx';
import { toast } from '@/components/messages/toast';
import type { CallBridgeActions } from '@/components/call-bridges/actions';
import type { ClusterOfBridges } from '@/components/call-bridges/clusters-of';
import { useDeed } from '@/components/forms/use-deed';
import { Badge } from '@/components/ui/badge';
import { Confirm } from '@/components/ui/confirm';

const modes: Record<ClusterMode, { label: string; words: string }> = {
  observe: { label: 'Observe', words: 'Usher only asks questions here. With call records on, it also holds a receiver of its own.' },
  operate: { label: 'Operate', words: 'Moves are carried out.' },
};

/** Whether Usher may change anything on a cluster. Going to operate asks first; going back does not. */
export function ModeSwitch({ cluster, setMode }: { cluster: ClusterOfBridges; setMode: CallBridgeActions['setMode'] }) {
  const [asking, setAsking] = useState(false);
  const { run, busy, problem, clear } = useDeed(setMode);
  const become = async (mode: ClusterMode) => {
    const outcome = await run({ id: cluster.id, mode });
    if (outcome.ok) setAsking(false);
    else if (mode === 'observe') toast.error(outcome.problem.detail);
  };
  return (
    <div role="group" aria-label={`Mode of ${cluster.name}`} className="inline-flex rounded-md border p-0.5">
      {(['observe', 'operate'] as const).map((mode) => {
        const here = cluster.mode === mode;
        return (
          <button
            key={mode}
            type="button"
            aria-pressed={here}
            title={modes[mode].words}
            disabled={busy}
            onClick={() => !here && (mode === 'operate' ? setAsking(true) : void become(mode))}
            className={clsx(
              'inline-flex h-7 items-center gap-1.5 rounded-sm px-2.5 text-xs font-medium',
              !here && 'text-muted enabled:hover:text-ink',
              here && (mode === 'observe' ? 'bg-waiting text-raised' : 'bg-ink/10'),
            )}
          >
            {mode === 'observe' ? <Eye size={13} aria-hidden /> : <Hand size={13} aria-hidden />}
            {modes[mode].label}
          </button>
        );
      })}
      <Confirm
        open={asking}
        onClose={() => {
          setAsking(false);
          clear();
        }}
        title={`Operate ${cluster.name}?`}
        description="From then on operators and scripts can move people on this cluster. You can go back to observe at any time."
        deed="Operate"
        busy={busy}
        refusal={problem?.detail ?? null}
        onConfirm={() => void become('operate')}
      />
    </div>
  );
}

/** The mode, for who may not change it. */
export function ModeLabel({ mode }: { mode: ClusterMode }) {
  return (
    <Badge tone={mode === 'observe' ? 'waiting' : 'neutral'} title={modes[mode].words}>
      {modes[mode].label}
    </Badge>
  );
}
