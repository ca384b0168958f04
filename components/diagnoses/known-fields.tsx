'use client';

import { useMemo, useState } from 'react';
import clsx from 'clsx';
import { MeantField } from '@/components/diagnoses/meant-field';
import type { Known } from '@/components/diagnoses/send-files';

/** Where the browser is. */
export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const box = 'h-8 min-w-0 rounded-md border bg-raised px-2 text-sm text-ink focus-visible:outline-offset-0 pointer-coarse:h-9';
const frame = 'flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted';

/** What the person knows that files do not say; told of each part when it is settled. */
export function KnownFields({ known: { timeZone, usualTimeZone, meant }, onChange }: { known: Known; onChange: (part: Partial<Known>) => void }) {
  const zones = useMemo(() => [...new Set([usualTimeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])], [usualTimeZone]);
  const ids = meant && 'numericIds' in meant.to ? meant.to.numericIds : [];
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-5 gap-y-2">
      <MeantField name={meant?.name ?? null} onChange={(next) => onChange({ meant: next })} />
      <label className={frame} title="All numeric ids of the space that was meant: a HAR shows to which one the browser was sent.">
        Its numeric ids
        <IdsField key={ids.join()} value={ids} onSettled={(numericIds) => onChange({ meant: numericIds.length === 0 ? null : { to: { numericIds: [...numericIds] }, name: null } })} />
      </label>
      <label className={frame} title="Lines that tell their zone are read by that. Of others it is guessed by what else shows the same move, unless you say it.">
        Clocks of the bridges
        <select value={timeZone ?? ''} onChange={({ target }) => onChange({ timeZone: target.value === '' ? null : target.value })} className={clsx(box, 'max-w-64')}>
          <option value="">As the files show, else {usualTimeZone}</option>
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** Settled with Enter, or when it is left. */
function IdsField({ value, onSettled }: { value: readonly string[]; onSettled: (ids: readonly string[]) => void }) {
  const [text, setText] = useState(value.join(', '));
  const settle = () => {
    const ids = text.match(/\d+/g) ?? [];
    setText(ids.join(', '));
    if (ids.join() !== value.join()) onSettled(ids);
  };
  return (
    <input
      inputMode="numeric"
      placeholder="1002, 1003"
      value={text}
      maxLength={300}
      onChange={({ target }) => setText(target.value)}
      onBlur={settle}
      onKeyDown={({ key }) => key === 'Enter' && settle()}
      className={clsx(box, 'w-32 placeholder:text-muted')}
    />
  );
}
