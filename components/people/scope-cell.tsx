'use client';

import type { Scope } from '@/lib/access/scope';
import { useCallBridges } from '@/components/live/live-provider';
import { scopeWords } from '@/components/people/scope-choices';

/** What a role is limited to, in a table. */
export function ScopeCell({ scope }: { scope: Scope | null }) {
  const names = new Map(useCallBridges().map(({ cluster }) => [cluster.id, cluster.name]));
  const words = scopeWords(scope, (id) => names.get(id) ?? id);
  return (
    <span title={words} className={scope ? undefined : 'text-muted'}>
      {words}
    </span>
  );
}
