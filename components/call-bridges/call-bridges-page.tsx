'use client';

import { useState } from 'react';
import { Network, Plus } from 'lucide-react';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { CallBridgeActions } from '@/components/call-bridges/actions';
import { AddBridge } from '@/components/call-bridges/add-bridge';
import { ClusterCard } from '@/components/call-bridges/cluster-card';
import { clustersOf } from '@/components/call-bridges/clusters-of';
import { DiscoverBridges } from '@/components/call-bridges/discover-bridges';
import { EditBridge } from '@/components/call-bridges/edit-bridge';
import { TraceBridge } from '@/components/call-bridges/trace-bridge';
import { SyslogCard } from '@/components/call-bridges/syslog-card';
import { useDeed } from '@/components/forms/use-deed';
import { useCallBridges, useStreamStatus } from '@/components/live/live-provider';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { SkeletonRows } from '@/components/ui/skeleton';

type Known = { address: string; sameAccountAs: string };

type Open =
  /** `turn` counts the bridges that are added one after the other: each begins with an empty form. */
  | { dialog: 'add'; known: Known | null; turn: number }
  | { dialog: 'edit' | 'discover' | 'remove'; bridge: CallBridge }
  /** By id: whoever comes from elsewhere comes before it is known which bridges there are. */
  | { dialog: 'trace'; id: string }
  | null;

interface CallBridgesPageProps {
  actions: CallBridgeActions;
  /** Connecting, editing, removing, the mode, and whether records are sent. */
  mayChange: boolean;
  /** Where bridges post their call detail records. */
  cdrUrl: string;
  /** The bridge whose tracing somebody came for; null where nobody did. */
  trace: string | null;
}

/** The clusters and their bridges. */
export function CallBridgesPage({ actions, mayChange, cdrUrl, trace }: CallBridgesPageProps) {
  const bridges = useCallBridges();
  const clusters = clustersOf(bridges);
  const { state } = useStreamStatus();
  const [open, setOpen] = useState<Open>(trace !== null && mayChange ? { dialog: 'trace', id: trace } : null);
  const close = () => setOpen(null);
  const addNext = (known: Known | null) => setOpen((before) => ({ dialog: 'add', known, turn: before?.dialog === 'add' ? before.turn + 1 : 0 }));
  const deeds = mayChange
    ? {
        onEdit: (bridge: CallBridge) => setOpen({ dialog: 'edit', bridge }),
        onDiscover: (bridge: CallBridge) => setOpen({ dialog: 'discover', bridge }),
        onRemove: (bridge: CallBridge) => setOpen({ dialog: 'remove', bridge }),
        onTrace: ({ id }: CallBridge) => setOpen({ dialog: 'trace', id }),
      }
    : null;

  const traced = open?.dialog === 'trace' ? bridges.find(({ id }) => id === open.id) : undefined;
  return (
    <div>
      <PageHead title="Call bridges" actions={mayChange && <AddButton onAdd={() => addNext(null)} />}>
        The clusters that Usher watches, and whether it may change anything there
      </PageHead>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-6 pb-8">
        {state === 'loading' && <SkeletonRows rows={4} label="Loading the call bridges" />}
        {state !== 'loading' && clusters.length === 0 && <NoBridges mayChange={mayChange} onAdd={() => addNext(null)} />}
        {clusters.map((cluster) => (
          <ClusterCard key={cluster.id} cluster={cluster} deeds={deeds} actions={mayChange ? actions : null} cdrUrl={cdrUrl} />
        ))}
        {mayChange && <SyslogCard />}
      </div>
      {open?.dialog === 'add' && <AddBridge key={open.turn} actions={actions} known={open.known} onClose={close} onAddNext={addNext} />}
      {open?.dialog === 'edit' && <EditBridge bridge={open.bridge} actions={actions} onClose={close} />}
      {open?.dialog === 'discover' && <DiscoverBridges bridge={open.bridge} discover={actions.discover} onClose={close} onAdd={addNext} />}
      {traced && <TraceBridge bridge={traced} setTracing={actions.setTracing} onClose={close} />}
      {open?.dialog === 'remove' && <RemoveBridge bridge={open.bridge} remove={actions.remove} onClose={close} />}
    </div>
  );
}

function AddButton({ onAdd }: { onAdd: () => void }) {
  return (
    <Button look="primary" onClick={onAdd}>
      <Plus size={15} aria-hidden /> Add a call bridge
    </Button>
  );
}

function NoBridges({ mayChange, onAdd }: { mayChange: boolean; onAdd: () => void }) {
  return (
    <EmptyState icon={<Network size={28} aria-hidden />} title="No call bridge is connected" action={mayChange && <AddButton onAdd={onAdd} />}>
      {mayChange ? 'You need the address of its Web Admin and an account with the role “api”.' : 'An administrator can connect one.'}
    </EmptyState>
  );
}

function RemoveBridge({ bridge, remove, onClose }: { bridge: CallBridge; remove: CallBridgeActions['remove']; onClose: () => void }) {
  const { run, busy, problem } = useDeed(remove);
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Remove ${bridge.name}?`}
      description="Usher forgets its address and password, and shows its meetings no longer. If it sends its call records here, that ends. Nothing else changes on the bridge: calls go on."
      deed="Remove"
      busy={busy}
      refusal={problem?.detail ?? null}
      onConfirm={async () => {
        const outcome = await run({ id: bridge.id });
        if (outcome.ok) onClose();
      }}
    />
  );
}
