'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { CallBridgeActions } from '@/components/call-bridges/actions';
import { useAgeSeconds } from '@/components/call-bridges/age';
import { timeLeft } from '@/components/call-bridges/time-left';
import { useDeed } from '@/components/forms/use-deed';
import { toast } from '@/components/messages/toast';
import { tracingQuery } from '@/components/queries/tracing';

/** That a bridge traces the requests to its API, for how much longer, and the way to end it. Nothing while it does not. */
export function TracingLine({ bridge, setTracing }: { bridge: CallBridge; setTracing: CallBridgeActions['setTracing'] }) {
  const client = useQueryClient();
  const { run, busy } = useDeed(setTracing);
  const query = tracingQuery(bridge.id);
  const { data, dataUpdatedAt } = useQuery({ ...query, enabled: bridge.state === 'connected' });
  const aged = useAgeSeconds(dataUpdatedAt, 0) ?? 0;
  const left = (data?.secondsLeft ?? 0) - aged;
  if (!data || left <= 0) return null;
  const end = async () => {
    const outcome = await run({ id: bridge.id, minutes: 0 });
    if (!outcome.ok) return void toast.error(outcome.problem.detail);
    // An answer on its way may tell of how it was before.
    await client.cancelQueries(query);
    client.setQueryData(query.queryKey, outcome.value);
  };
  return (
    <p className="mt-1 text-xs text-accent tabular-nums" data-testid="tracing">
      Detailed tracing is on, and ends by itself in {timeLeft(left)}.{' '}
      <button type="button" disabled={busy} onClick={() => void end()} className="underline decoration-current/40 underline-offset-2 hover:decoration-current">
        Switch off
      </button>
    </p>
  );
}
