'use client';

import { useState } from 'react';
import { OctagonX } from 'lucide-react';
import { permits, type Role } from '@/lib/access/access';
import type { Outcome } from '@/lib/problem/problem';
import { toast } from '@/components/messages/toast';
import { useCallBridges } from '@/components/live/live-provider';
import { clustersOf } from '@/components/call-bridges/clusters-of';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

/** Turns every cluster to observe at once, after one question. Not there for who may not, and while all are observed. */
export function StopAll({ role, stopAll }: { role: Role; stopAll: () => Promise<Outcome<unknown>> }) {
  const [asking, setAsking] = useState(false);
  const operated = clustersOf(useCallBridges()).filter(({ mode }) => mode === 'operate');
  if (!permits(role, 'stop-all').permitted || operated.length === 0) return null;

  const stop = async () => {
    setAsking(false);
    const outcome = await stopAll();
    if (outcome.ok) toast.success('Every cluster is only observed now. Nothing more is sent.');
    else toast.error(outcome.problem.detail);
  };
  return (
    <>
      <Button look="quiet" size="small" title="Nothing more is sent to any cluster" onClick={() => setAsking(true)}>
        <OctagonX size={15} aria-hidden /> <span className="hidden lg:inline">Stop all</span>
        <span className="sr-only lg:hidden">Stop all</span>
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title="Stop all?"
        description="Every cluster is set to observe: nothing more is sent to any call bridge. Calls go on. An administrator can set a cluster back to operate."
      >
        <div className="flex justify-end gap-2 p-4">
          <Button onClick={() => setAsking(false)}>Leave it on</Button>
          <Button look="danger" onClick={stop}>
            Stop all
          </Button>
        </div>
      </Dialog>
    </>
  );
}
