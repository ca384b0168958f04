'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { AuditRecord } from '@/lib/audit/audit-record';
import { auditQuery } from '@/components/queries/audit';
import { auditVerifyQuery } from '@/components/queries/audit-verify';
import { Button } from '@/components/ui/button';
import { DataGrid, type GridColumn } from '@/components/ui/data-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { ProblemState } from '@/components/ui/problem-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** Who did what, when and with what result; and whether anybody has changed the records since. */
export function AuditPage() {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(auditQuery());
  const records = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead title="Audit" actions={<Chain />}>
        {data ? `${records.length} of ${data.pages[0]?.total ?? records.length} records, the newest first` : 'Who did what'}
      </PageHead>
      <div className="min-h-0 flex-1">
        {isPending ? (
          <SkeletonRows rows={8} label="Loading the audit log" />
        ) : error ? (
          <ProblemState detail={error.message} onRetry={() => void refetch()} />
        ) : (
          <DataGrid label="Audit log" columns={columns} items={records} keyOf={({ seq }) => String(seq)} empty={<EmptyState title="Nothing is on record yet" />} />
        )}
      </div>
      {hasNextPage && (
        <div className="border-t px-6 py-2 text-center">
          <Button size="small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Reading…' : 'Older records'}
          </Button>
        </div>
      )}
    </div>
  );
}

function Chain() {
  const { data, error, isFetching, refetch } = useQuery({ ...auditVerifyQuery(), staleTime: Infinity });
  return (
    <div className="flex items-center gap-3 text-sm" data-testid="audit-chain">
      {data?.intact === true && (
        <span className="inline-flex items-center gap-1.5 text-proven">
          <ShieldCheck size={16} aria-hidden /> {data.records} records verified, none changed
        </span>
      )}
      {data?.intact === false && (
        <span role="alert" className="inline-flex items-center gap-1.5 text-failed">
          <ShieldAlert size={16} aria-hidden /> {brokenWords(data.brokenAt, data.why)}
        </span>
      )}
      {error && <span className="text-failed">{error.message}</span>}
      <Button size="small" disabled={isFetching} onClick={() => void refetch()}>
        {isFetching ? 'Verifying…' : 'Verify again'}
      </Button>
    </div>
  );
}

function brokenWords(seq: number, why: string): string {
  return why === 'missing' ? `A record is missing at ${seq}` : `Record ${seq} is not as it was written`;
}

/** Results that are as somebody wanted: of a deed, and of a move that has ended. */
const well = new Set(['ok', 'joined']);

const columns: readonly GridColumn<AuditRecord>[] = [
  { name: 'No.', width: '64px', cell: ({ seq }) => <span className="text-muted">{seq}</span> },
  { name: 'When', width: '104px', cell: ({ at }) => <Time at={at} /> },
  {
    name: 'Who',
    width: 'minmax(100px, 1fr)',
    cell: ({ by }) => (
      <span title={by.id}>
        {by.kind === 'token' && <span className="text-muted">Token </span>}
        {by.name ?? by.id}
      </span>
    ),
  },
  { name: 'From', width: 'minmax(84px, 0.8fr)', cell: ({ address }) => address ?? '' },
  { name: 'What', width: 'minmax(130px, 1fr)', cell: ({ action }) => action },
  { name: 'Result', width: 'minmax(90px, 0.8fr)', cell: ({ result }) => <span className={well.has(result) ? 'text-proven' : 'text-failed'}>{result}</span> },
  { name: 'Details', width: 'minmax(160px, 3fr)', cell: ({ details }) => <Details details={details} /> },
];

function Details({ details }: { details: unknown }) {
  if (details === null || details === undefined) return <span className="text-muted">None kept</span>;
  const text = JSON.stringify(details);
  return (
    <span className="font-mono text-xs text-muted" title={text}>
      {text === '{}' ? '' : text}
    </span>
  );
}
