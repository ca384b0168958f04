'use client';

import { useQuery } from '@tanstack/react-query';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { CallBridgeActions } from '@/components/call-bridges/actions';
import { OtherBridges } from '@/components/call-bridges/other-bridges';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';

interface DiscoverBridgesProps {
  bridge: CallBridge;
  discover: CallBridgeActions['discover'];
  onClose: () => void;
  onAdd: (known: { address: string; sameAccountAs: string }) => void;
}

/** Asks a bridge for the others of its cluster. */
export function DiscoverBridges({ bridge, discover, onClose, onAdd }: DiscoverBridgesProps) {
  const { data } = useQuery({ queryKey: ['discover', bridge.id], queryFn: () => discover({ id: bridge.id }), gcTime: 0 });
  return (
    <Dialog open onOpenChange={onClose} title={`Bridges of ${bridge.cluster.name}`} description={`As ${bridge.name} lists them.`}>
      <div className="p-4">
        {!data && <SkeletonRows rows={2} label="Asking the call bridge" />}
        {data?.ok === false && <Notice tone="failed">{data.problem.detail}</Notice>}
        {data?.ok && data.value.items.length > 0 && <OtherBridges others={data.value.items} sameAccountAs={bridge.id} onAdd={onAdd} />}
        {data?.ok && data.value.items.length === 0 && <p className="text-sm">It lists no others: it stands alone.</p>}
      </div>
    </Dialog>
  );
}
