'use client';

import { useId } from 'react';
import type { Scope } from '@/lib/access/scope';
import { useCallBridges } from '@/components/live/live-provider';
import { clusterChoices, withCluster } from '@/components/people/scope-choices';
import { SpaceField } from '@/components/people/space-field';
import { TickBox } from '@/components/people/tick-box';

interface ScopeFieldProps {
  value: Scope | null;
  error?: string | undefined;
  onChange: (value: Scope | null) => void;
}

/** What a role is limited to: everything, or chosen clusters and spaces. */
export function ScopeField({ value, error, onChange }: ScopeFieldProps) {
  const name = useId();
  const clusters = clusterChoices(useCallBridges(), value);
  return (
    <fieldset className="grid min-w-0 gap-1.5 text-sm" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="mb-1 font-medium">Meetings</legend>
      <TickBox type="radio" name={name} checked={value === null} onChange={() => onChange(null)}>
        All
      </TickBox>
      <TickBox type="radio" name={name} checked={value !== null} onChange={() => onChange(value ?? { clusters: [], spaces: [] })}>
        Only those of chosen clusters and spaces
      </TickBox>
      {value && (
        <div className="ml-6 grid min-w-0 gap-2">
          <div className="scroll-thin grid max-h-32 gap-1 overflow-y-auto">
            {clusters.map(({ id, name: cluster }) => (
              <TickBox key={id} type="checkbox" checked={value.clusters.includes(id)} onChange={({ target }) => onChange(withCluster(value, id, target.checked))}>
                All of {cluster}
              </TickBox>
            ))}
          </div>
          <SpaceField value={value} clusters={clusters} onChange={onChange} />
        </div>
      )}
      {error && (
        <p id={`${name}-error`} className="text-xs text-failed">
          {error}
        </p>
      )}
    </fieldset>
  );
}
