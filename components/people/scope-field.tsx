'use client';

import { useId, type ChangeEvent, type ReactNode } from 'react';
import type { Scope } from '@/lib/access/scope';
import { useCallBridges, useMeetings } from '@/components/live/live-provider';
import { scopeChoices, withCluster, withSpace } from '@/components/people/scope-choices';

interface ScopeFieldProps {
  value: Scope | null;
  error?: string | undefined;
  onChange: (value: Scope | null) => void;
}

/** What a role is limited to: everything, or chosen clusters and the spaces that are in use. */
export function ScopeField({ value, error, onChange }: ScopeFieldProps) {
  const name = useId();
  const choices = scopeChoices(useCallBridges(), useMeetings(), value);
  return (
    <fieldset className="grid gap-1.5 text-sm" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="mb-1 font-medium">Meetings</legend>
      <Choice type="radio" name={name} checked={value === null} onChange={() => onChange(null)}>
        All
      </Choice>
      <Choice type="radio" name={name} checked={value !== null} onChange={() => onChange(value ?? { clusters: [], spaces: [] })}>
        Only those of chosen clusters and spaces
      </Choice>
      {value && (
        <div className="scroll-thin ml-6 grid max-h-56 gap-1 overflow-y-auto">
          {choices.map((cluster) => {
            const isWhole = value.clusters.includes(cluster.id);
            return (
              <div key={cluster.id} className="grid gap-1">
                <Choice type="checkbox" checked={isWhole} onChange={(event) => onChange(withCluster(value, cluster.id, event.target.checked))}>
                  All of {cluster.name}
                </Choice>
                {cluster.spaces.map((space) => (
                  <Choice
                    key={space.id}
                    type="checkbox"
                    className="ml-6"
                    disabled={isWhole}
                    checked={isWhole || value.spaces.some(({ cluster: of, id }) => of === cluster.id && id === space.id)}
                    onChange={(event) => onChange(withSpace(value, { cluster: cluster.id, id: space.id }, event.target.checked))}
                  >
                    {space.name}
                  </Choice>
                ))}
              </div>
            );
          })}
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

interface ChoiceProps {
  type: 'radio' | 'checkbox';
  name?: string;
  checked: boolean;
  disabled?: boolean;
  className?: string;
  onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  children: ReactNode;
}

function Choice({ children, className = '', ...input }: ChoiceProps) {
  return (
    <label className={`flex items-center gap-2 ${className}`}>
      <input {...input} />
      <span className="min-w-0 truncate">{children}</span>
    </label>
  );
}
