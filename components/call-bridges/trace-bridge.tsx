'use client';

import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { WantedMinutes } from '@/lib/meeting/tracing';
import type { CallBridgeActions } from '@/components/call-bridges/actions';
import { useDeed } from '@/components/forms/use-deed';
import { tracingQuery } from '@/components/queries/tracing';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Segments } from '@/components/ui/segments';
import { SkeletonRows } from '@/components/ui/skeleton';

interface TraceBridgeProps {
  bridge: CallBridge;
  setTracing: CallBridgeActions['setTracing'];
  onClose: () => void;
}

const choices = { 1: '1 minute', 10: '10 minutes', 60: '1 hour' } as const;
const minutesOf: Readonly<Record<keyof typeof choices, WantedMinutes>> = { 1: 1, 10: 10, 60: 60 };

/** Has a bridge trace the requests to its API for a time, if it can be told to. */
export function TraceBridge({ bridge, setTracing, onClose }: TraceBridgeProps) {
  const client = useQueryClient();
  const query = tracingQuery(bridge.id);
  const { data, error } = useQuery(query);
  const { run, busy, problem } = useDeed(setTracing);
  const [chosen, setChosen] = useState<'1' | '10' | '60'>('10');
  const switchOn = async () => {
    const outcome = await run({ id: bridge.id, minutes: minutesOf[chosen] });
    if (!outcome.ok) return;
    await client.cancelQueries(query);
    client.setQueryData(query.queryKey, outcome.value);
    onClose();
  };
  const refusal = problem?.detail ?? error?.message ?? null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Detailed tracing at ${bridge.name}`}
      description="The call bridge then writes every request to its API into its log, so that the next moves can be explained from it, whoever asks for them. It ends there by itself, whatever becomes of Usher."
    >
      <div className="grid gap-4 p-4">
        {refusal && <Notice tone="failed">{refusal}</Notice>}
        {!data && !error && <SkeletonRows rows={1} label="Asking the call bridge" />}
        {data?.unavailable && <Notice tone="waiting">{data.unavailable}</Notice>}
        {bridge.feeds.syslog !== 'active' && data && !data.unavailable && <Notice>The log of {bridge.name} does not come in here. It is to be read at the call bridge, or sent to Usher by syslog.</Notice>}
        {data && !data.unavailable && (
          <>
            <Segments label="For how long" options={choices} value={chosen} onChange={setChosen} />
            <Button look="primary" disabled={busy} className="justify-self-end" onClick={() => void switchOn()}>
              {busy ? 'Asking…' : 'Switch on'}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
