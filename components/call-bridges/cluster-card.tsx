'use client';

import { FlaskConical } from 'lucide-react';
import type { CallBridgeActions } from '@/components/call-bridges/actions';
import { BridgeRow, bridgeTracks, type BridgeDeeds } from '@/components/call-bridges/bridge-row';
import { CdrSwitch } from '@/components/call-bridges/cdr-switch';
import type { ClusterOfBridges } from '@/components/call-bridges/clusters-of';
import { ModeLabel, ModeSwitch } from '@/components/call-bridges/mode-switch';
import { TrustLine } from '@/components/call-bridges/trust-line';
import { Badge } from '@/components/ui/badge';

interface ClusterCardProps {
  cluster: ClusterOfBridges;
  /** Null for who may only look. */
  deeds: BridgeDeeds | null;
  /** Null for who may only look. */
  actions: Pick<CallBridgeActions, 'setMode' | 'setCdr' | 'setTracing'> | null;
  /** Where bridges would post their call detail records. */
  cdrUrl: string;
}

/** One cluster with its bridges. */
export function ClusterCard({ cluster, deeds, actions, cdrUrl }: ClusterCardProps) {
  const { name, origin, bridges } = cluster;
  const live = bridges.filter(({ state }) => state === 'connected').length;
  return (
    <section aria-label={name} className="overflow-hidden rounded-lg border bg-raised" data-testid={`cluster-${cluster.id}`}>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
        <h2 className="min-w-0 truncate text-base font-semibold" title={name}>
          {name}
        </h2>
        {origin === 'emulator' && (
          <Badge tone="accent" title="These call bridges are emulated.">
            <FlaskConical size={11} aria-hidden /> Rehearsal
          </Badge>
        )}
        <span className="flex-1 text-sm whitespace-nowrap text-muted">
          {live} of {bridges.length} live
        </span>
        {actions && <CdrSwitch cluster={cluster} setCdr={actions.setCdr} cdrUrl={cdrUrl} />}
        {actions ? <ModeSwitch cluster={cluster} setMode={actions.setMode} /> : <ModeLabel mode={cluster.mode} />}
      </header>
      <div aria-hidden className={`${bridgeTracks} border-t px-4 py-1.5 text-xs text-muted max-lg:hidden`}>
        {['Call bridge', 'State', 'Version', 'Load', 'Feeds', 'Certificate', 'Requests'].map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <ul>
        {bridges.map((bridge) => (
          <BridgeRow key={bridge.id} bridge={bridge} deeds={deeds} setTracing={actions?.setTracing ?? null} />
        ))}
      </ul>
      <TrustLine cluster={cluster.id} />
    </section>
  );
}
