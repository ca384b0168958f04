'use client';

import type { Discovered } from '@/components/call-bridges/results';
import { Button } from '@/components/ui/button';

interface OtherBridgesProps {
  others: readonly Discovered[];
  /** The connected bridge whose account is tried with them too. */
  sameAccountAs: string;
  onAdd: (known: { address: string; sameAccountAs: string }) => void;
}

/** The bridges that a cluster lists; those that are not connected can be added with the same account. */
export function OtherBridges({ others, sameAccountAs, onAdd }: OtherBridgesProps) {
  return (
    <section aria-label="Bridges of the cluster" className="grid gap-2">
      <h3 className="text-sm font-semibold">The cluster lists</h3>
      <ul className="grid gap-1">
        {others.map(({ name, address, callBridge }) => (
          <li key={name} className="flex items-center gap-3 text-sm">
            <span className="min-w-0 flex-1 truncate">
              {name} <span className="text-muted">{address ?? 'without an address'}</span>
            </span>
            {callBridge ? (
              <span className="text-xs text-proven">Connected</span>
            ) : (
              <Button size="small" onClick={() => onAdd({ address: address ?? '', sameAccountAs })}>
                Add<span className="sr-only"> {name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
