'use client';

import { Eye } from 'lucide-react';
import { useCallBridges } from '@/components/live/live-provider';
import { clustersOf } from '@/components/call-bridges/clusters-of';

/** Says which clusters are only observed; nothing while all may be operated. */
export function ModeBadge() {
  const observed = clustersOf(useCallBridges()).filter(({ mode }) => mode === 'observe');
  const [first] = observed;
  if (!first) return null;
  return (
    <span
      data-testid="mode-badge"
      title={`Nothing is sent to ${observed.map(({ name }) => name).join(', ')}.`}
      className="flex h-7 items-center gap-1.5 rounded-md bg-waiting px-2 text-xs font-semibold whitespace-nowrap text-raised"
    >
      <Eye size={14} aria-hidden className="max-sm:hidden" />
      <span className="max-sm:sr-only">{observed.length === 1 ? `${first.name}: observe only` : `${observed.length} clusters: observe only`}</span>
      <span aria-hidden className="sm:hidden">
        Observe
      </span>
    </span>
  );
}
