'use client';

import { useMemo } from 'react';

/** Where the browser is. */
export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Where the clocks of the bridges stand: the browser's own zone first, then UTC, then all others. */
export function TimeZoneChoice({ value, onChange }: { value: string; onChange: (timeZone: string) => void }) {
  const zones = useMemo(() => [...new Set([ownTimeZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])], []);
  return (
    <label className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted" title="Logs rarely say it. Lines that do are read by what they say.">
      Clocks of the bridges
      <select value={value} onChange={({ target }) => onChange(target.value)} className="h-8 max-w-64 min-w-0 rounded-md border bg-raised px-2 text-sm text-ink focus-visible:outline-offset-0 pointer-coarse:h-9">
        {zones.map((zone, at) => (
          <option key={zone} value={zone}>
            {zone}
            {at === 0 && ' (this browser)'}
          </option>
        ))}
      </select>
    </label>
  );
}
