'use client';

import type { AuditRecord } from '@/lib/audit/audit-record';
import { auditSentence } from '@/lib/audit/audit-sentence';
import { actionWords, isGood } from '@/components/audit/audit-words';
import { Button } from '@/components/ui/button';
import { Fact, Facts } from '@/components/ui/facts';
import { SidePanel } from '@/components/ui/side-panel';
import { fullTime } from '@/components/ui/time';

interface RecordPanelProps {
  record: AuditRecord;
  onClose: () => void;
  /** Shows only what they did. */
  onPickWho: (who: AuditRecord['by']) => void;
}

/** All that is on record of one deed, attempt or sign-in. */
export function RecordPanel({ record, onClose, onPickWho }: RecordPanelProps) {
  const { seq, at, by, address, action, result, details, digest } = record;
  return (
    <SidePanel title={actionWords(action)} subtitle={`Record ${seq}`} onClose={onClose}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
        <p className="text-sm">{auditSentence(record) ?? (by.name === null ? 'Its details have been erased: the record is older than they are kept.' : 'There is nothing more to it.')}</p>
        <Facts>
          <Fact name="When">{fullTime(at)}</Fact>
          <Fact name="Who">{by.name ?? 'Erased'}</Fact>
          <Fact name="As">{by.kind}</Fact>
          <Fact name="Id">
            <span className="font-mono text-xs">{by.id}</span>
          </Fact>
          <Fact name="From">{address ?? 'Not known'}</Fact>
          <Fact name="Result">
            <span className={isGood(result) ? 'text-proven' : 'text-failed'}>{result}</span>
          </Fact>
          <Fact name="Digest">
            <span className="font-mono text-xs break-all">{digest}</span>
          </Fact>
        </Facts>
        {by.name !== null && (
          <Button size="small" className="justify-self-start" onClick={() => onPickWho(by)}>
            Show all by {by.name}
          </Button>
        )}
        {details !== null && details !== undefined && (
          <details className="text-sm">
            <summary className="w-fit rounded-sm text-muted hover:text-ink">All that was kept</summary>
            <pre className="mt-2 overflow-x-auto rounded-md border bg-surface p-3 font-mono text-xs break-words whitespace-pre-wrap">{JSON.stringify(details, null, 2)}</pre>
          </details>
        )}
      </div>
    </SidePanel>
  );
}
