'use client';

import { useState } from 'react';
import { ReceiptText } from 'lucide-react';
import clsx from 'clsx';
import { toast } from '@/components/messages/toast';
import type { CallBridgeActions } from '@/components/call-bridges/actions';
import type { ClusterOfBridges } from '@/components/call-bridges/clusters-of';
import { useDeed } from '@/components/forms/use-deed';
import { Confirm } from '@/components/ui/confirm';

interface CdrSwitchProps {
  cluster: ClusterOfBridges;
  setCdr: CallBridgeActions['setCdr'];
  cdrUrl: string;
}

/** Whether a cluster's bridges send their call records. Turning it on asks first: it sets something on them, in observe too. */
export function CdrSwitch({ cluster, setCdr, cdrUrl }: CdrSwitchProps) {
  const [asking, setAsking] = useState(false);
  const { run, busy, problem, clear } = useDeed(setCdr);
  const become = async (cdr: boolean) => {
    const outcome = await run({ id: cluster.id, cdr });
    if (outcome.ok) setAsking(false);
    else if (!cdr) toast.error(outcome.problem.detail);
  };
  return (
    <>
      <button
        type="button"
        role="switch"
        aria-checked={cluster.cdr}
        aria-label={`Call records of ${cluster.name}`}
        title="Whether these call bridges send Usher a record of each call and each call leg"
        disabled={busy}
        onClick={() => (cluster.cdr ? void become(false) : setAsking(true))}
        className={clsx('inline-flex h-8 items-center gap-1.5 rounded-md border px-2.5 text-xs font-medium', cluster.cdr ? 'bg-ink/10' : 'text-muted enabled:hover:text-ink')}
      >
        <ReceiptText size={13} aria-hidden />
        Call records {cluster.cdr ? 'on' : 'off'}
      </button>
      <Confirm
        open={asking}
        onClose={() => {
          setAsking(false);
          clear();
        }}
        title={`Have ${cluster.name} send its call records?`}
        description={
          <>
            Each call bridge has four places for receivers of call detail records. Usher takes a free one on each, also while the
            cluster is only observed, and touches no other. The call bridges then post to <b>{cdrUrl}</b> and have to reach it. The
            place is given back when you turn this off or remove the call bridge.
          </>
        }
        deed="Have them sent"
        busy={busy}
        refusal={problem?.detail ?? null}
        onConfirm={() => void become(true)}
      />
    </>
  );
}
