'use client';

import type { CallBridge } from '@/lib/meeting/call-bridge';
import { useAgeSeconds } from '@/components/call-bridges/age';
import { clockWords, countWords } from '@/components/call-bridges/call-records-words';
import { agoWords } from '@/components/ui/ago-words';

/** What comes of a bridge's call records, and how far its clock is off. Nothing where it neither sends any nor tells its time. */
export function CallRecordsLine({ bridge }: { bridge: CallBridge }) {
  const { callRecords, clockDifferenceMs } = bridge;
  const seconds = useAgeSeconds(bridge, callRecords?.ageMs ?? null);
  const clock = clockWords(clockDifferenceMs);
  const counts = callRecords ? countWords(callRecords) : [];
  const isFlowing = callRecords !== null && callRecords.problem === null;
  if (!isFlowing && counts.length === 0 && clock === null) return null;
  return (
    <p className="mt-1 text-xs text-muted tabular-nums" data-testid="call-records">
      {isFlowing && <span>Call records: {seconds === null ? 'none yet' : `last one ${agoWords(seconds)}`}. </span>}
      {counts.map(({ words, isBad }) => (
        <span key={words} className={isBad ? 'text-waiting' : undefined}>
          {words}.{' '}
        </span>
      ))}
      {clock !== null && <span className={clock.isOff ? 'text-waiting' : undefined}>{clock.words}.</span>}
    </p>
  );
}
