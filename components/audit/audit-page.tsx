'use client';

import { useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditRecord } from '@/lib/audit/audit-record';
import { auditSentence } from '@/lib/audit/audit-sentence';
import { AuditFilters, filterOf, noChoice } from '@/components/audit/audit-filters';
import { actionWords, isGood } from '@/components/audit/audit-words';
import { ChainState } from '@/components/audit/chain-state';
import { ForwardingLine } from '@/components/audit/forwarding-line';
import { RecordPanel } from '@/components/audit/record-panel';
import { auditQuery } from '@/components/queries/audit';
import { Button } from '@/components/ui/button';
import { DataGrid, type GridColumn } from '@/components/ui/data-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { ProblemState } from '@/components/ui/problem-state';
import { SearchBox } from '@/components/ui/search-box';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { useSettled } from '@/components/ui/use-settled';

/** How long somebody has to stop typing before the server looks. */
const typedForMs = 250;

/** Who did what, when and with what result; and whether anybody has changed the records since. */
export function AuditPage() {
  const [choice, setChoice] = useState(noChoice);
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<AuditRecord | null>(null);
  const words = useSettled(search.trim(), typedForMs);
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(auditQuery(filterOf(choice, words)));
  const records = data?.pages.flatMap(({ items }) => items) ?? [];
  const total = data?.pages[0]?.total ?? null;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead
        title="Audit"
        actions={
          <>
            <ChainState />
            <a href="/console/data/audit/export" download className="text-sm whitespace-nowrap text-accent hover:underline">
              Export all
            </a>
            <SearchBox label="Search the audit log" placeholder="Name, address, anything" value={search} onValueChange={setSearch} className="w-56" />
          </>
        }
      >
        {data ? countWords(records.length, total, hasNextPage) : 'Who did what'}
      </PageHead>
      <ForwardingLine />
      <AuditFilters seen={records.map(({ action }) => action)} value={choice} onChange={setChoice} />
      <div className="min-h-0 flex-1">
        {isPending ? (
          <SkeletonRows rows={8} label="Loading the audit log" />
        ) : error ? (
          <ProblemState detail={error.message} onRetry={() => void refetch()} />
        ) : (
          <DataGrid
            label="Audit log"
            columns={columns}
            items={records}
            keyOf={({ seq }) => String(seq)}
            onOpen={setOpen}
            empty={<EmptyState title={hasNextPage ? 'Nothing among the records looked at so far' : 'No record fits'} />}
          />
        )}
      </div>
      {hasNextPage && (
        <div className="border-t px-6 py-2 text-center">
          <Button size="small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Reading…' : 'Older records'}
          </Button>
        </div>
      )}
      {open && (
        <RecordPanel
          record={open}
          onClose={() => setOpen(null)}
          onPickWho={({ id, name }) => setChoice({ ...choice, by: { id, name: name ?? id } })}
        />
      )}
    </div>
  );
}

const figures = new Intl.NumberFormat('en');

function countWords(shown: number, total: number | null, more: boolean): string {
  if (total !== null) return `${figures.format(shown)} of ${figures.format(total)} records, the newest first`;
  return `${figures.format(shown)} found${more ? ' so far' : ''}, the newest first`;
}

const columns: readonly GridColumn<AuditRecord>[] = [
  { name: 'No.', width: '64px', secondary: true, cell: ({ seq }) => <span className="text-muted">{seq}</span> },
  { name: 'When', width: 'minmax(64px, 104px)', cell: ({ at }) => <Time at={at} /> },
  {
    name: 'Who',
    width: 'minmax(72px, 1fr)',
    cell: ({ by }) => (
      <span title={by.id}>
        {by.kind === 'token' && <span className="text-muted">Token </span>}
        {by.name ?? by.id}
      </span>
    ),
  },
  { name: 'From', width: 'minmax(84px, 0.8fr)', secondary: true, cell: ({ address }) => address ?? '' },
  { name: 'What', width: 'minmax(72px, 1fr)', cell: ({ action }) => <span title={action}>{actionWords(action)}</span> },
  { name: 'Result', width: 'minmax(56px, 0.8fr)', cell: ({ result }) => <span className={isGood(result) ? 'text-proven' : 'text-failed'}>{result}</span> },
  { name: 'Details', width: 'minmax(160px, 3fr)', secondary: true, cell: (record) => <Details record={record} /> },
];

function Details({ record }: { record: AuditRecord }) {
  const words = auditSentence(record);
  if (words !== null) return <span title={words}>{words}</span>;
  return record.by.name === null ? <span className="text-muted">Erased</span> : null;
}
