'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { Verification } from '@/lib/audit/audit-record';
import { auditVerifyQuery } from '@/components/queries/audit-verify';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';

/** Whether anybody has changed the records since they were written, and when that was looked at. */
export function ChainState() {
  const client = useQueryClient();
  const { data, error, isFetching } = useQuery({ ...auditVerifyQuery(false), staleTime: Infinity });
  const verifyAll = () => void client.fetchQuery(auditVerifyQuery(true)).catch(() => undefined);
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-sm" data-testid="audit-chain">
      {data && <Found found={data} />}
      {error && <span className="text-failed">{error.message}</span>}
      <Button size="small" disabled={isFetching} onClick={verifyAll}>
        {isFetching ? 'Verifying…' : 'Verify all'}
      </Button>
    </div>
  );
}

function Found({ found }: { found: Verification }) {
  if (!found.intact) {
    return (
      <span role="alert" className="inline-flex items-center gap-1.5 text-failed">
        <ShieldAlert size={16} aria-hidden /> {brokenWords(found)}
      </span>
    );
  }
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-proven">
      <ShieldCheck size={16} aria-hidden className="shrink-0" />
      <span>
        Chain intact up to record {found.records}, checked <Time at={found.checkedAt} />
      </span>
    </span>
  );
}

function brokenWords({ brokenAt, why }: Extract<Verification, { intact: false }>): string {
  if (why === 'missing') return `A record is missing at ${brokenAt}`;
  if (why === 'erased') return `The details of record ${brokenAt} are gone, and no record says who erased them`;
  return `Record ${brokenAt} is not as it was written`;
}
