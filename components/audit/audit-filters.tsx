'use client';

import type { AuditFilter } from '@/lib/audit/audit-record';
import { actionChoices } from '@/components/audit/audit-words';
import { Button } from '@/components/ui/button';
import { Choice } from '@/components/ui/choice';

/** What the filters are set to; days are those of the reader's zone, as a date field has them. */
export interface AuditChoice {
  readonly action: string | null;
  readonly result: string | null;
  /** Somebody's id, and how they are called here. */
  readonly by: { readonly id: string; readonly name: string } | null;
  readonly fromDay: string;
  readonly toDay: string;
}

export const noChoice: AuditChoice = { action: null, result: null, by: null, fromDay: '', toDay: '' };

const results = [
  { value: 'ok', label: 'Done' },
  { value: 'refused', label: 'Refused or failed' },
];

/** Picks records by what was done, how it ended, on which days, and by whom, who is chosen from a record. */
export function AuditFilters({ seen, value, onChange }: { seen: Iterable<string>; value: AuditChoice; onChange: (value: AuditChoice) => void }) {
  return (
    <div className="flex flex-wrap items-center gap-2 px-6 pb-3">
      <Choice label="What was done" all="Anything" options={actionChoices(seen)} value={value.action} onChange={(action) => onChange({ ...value, action })} />
      <Choice label="Result" all="Any result" options={results} value={value.result} onChange={(result) => onChange({ ...value, result })} />
      <div className="flex items-center gap-2 max-sm:w-full">
        <Day label="From day" value={value.fromDay} onChange={(fromDay) => onChange({ ...value, fromDay })} />
        <span className="text-sm text-muted">to</span>
        <Day label="To day" value={value.toDay} onChange={(toDay) => onChange({ ...value, toDay })} />
      </div>
      {value.by && <span className="rounded-md border border-accent px-2 py-1 text-sm">By {value.by.name}</span>}
      {JSON.stringify(value) !== JSON.stringify(noChoice) && (
        <Button size="small" look="quiet" onClick={() => onChange(noChoice)}>
          Show all
        </Button>
      )}
    </div>
  );
}

function Day({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <input
      type="date"
      aria-label={label}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      className="h-8 min-w-0 flex-1 rounded-md border bg-raised px-2 text-sm focus-visible:outline-offset-0"
    />
  );
}

/** The filter as the server takes it. A day is whole, from its first to its last millisecond where the reader is. */
export function filterOf({ action, result, by, fromDay, toDay }: AuditChoice, search: string): AuditFilter {
  return {
    ...(action !== null && { action }),
    ...(result !== null && { result }),
    ...(by && { by: by.id }),
    ...(fromDay && { from: new Date(`${fromDay}T00:00:00`).toISOString() }),
    ...(toDay && { to: new Date(`${toDay}T23:59:59.999`).toISOString() }),
    ...(search && { search }),
  };
}
