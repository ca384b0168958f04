'use client';

import type { CallBridgeActions } from '@/components/call-bridges/actions';
import type { AddFlow } from '@/components/call-bridges/add-flow';
import { clustersOf } from '@/components/call-bridges/clusters-of';
import { ModeSwitch } from '@/components/call-bridges/mode-switch';
import { OtherBridges } from '@/components/call-bridges/other-bridges';
import { useCallBridges } from '@/components/live/live-provider';
import { Button } from '@/components/ui/button';

interface AddedStageProps {
  flow: Extract<AddFlow, { stage: 'added' }>;
  setMode: CallBridgeActions['setMode'];
  onAddNext: (known: { address: string; sameAccountAs: string }) => void;
  onClose: () => void;
}

/** It is connected: the others of its cluster, and whether Usher may change anything there. */
export function AddedStage({ flow: { bridge, others }, setMode, onAddNext, onClose }: AddedStageProps) {
  const cluster = clustersOf(useCallBridges()).find(({ id }) => id === bridge.cluster.id);
  return (
    <div className="grid gap-5">
      <p className="text-sm">
        {bridge.name} is connected and belongs to {bridge.cluster.name}.
      </p>
      {others.length > 0 && <OtherBridges others={others} sameAccountAs={bridge.id} onAdd={onAddNext} />}
      {cluster && (
        <div className="grid justify-items-start gap-2">
          <h3 className="text-sm font-semibold">May Usher change anything there?</h3>
          <ModeSwitch cluster={cluster} setMode={setMode} />
        </div>
      )}
      <Button look="primary" className="justify-self-end" onClick={onClose}>
        Done
      </Button>
    </div>
  );
}
