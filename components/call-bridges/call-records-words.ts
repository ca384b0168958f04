import type { CallRecords } from '@/lib/meeting/call-bridge';

/** Bridges tell whole seconds: less than one cannot be told. */
const tellableMs = 1_000;
/** From here on times in logs of different bridges no longer fit together. */
const offMs = 5_000;

/** How many records came, and what did not come as it should. */
export function countWords({ received, missing, unreadable, refused }: CallRecords): { words: string; isBad: boolean }[] {
  const all = [
    { count: received, words: `${received} came`, isBad: false },
    { count: missing, words: `${missing} missing`, isBad: true },
    { count: unreadable, words: `${unreadable} could not be read`, isBad: true },
    { count: refused, words: `${refused} ${refused === 1 ? 'post' : 'posts'} turned away`, isBad: true },
  ];
  return all.flatMap(({ count, words, isBad }) => (count > 0 ? [{ words, isBad }] : []));
}

/** How far a bridge's clock is off; null where that is not known. @param aheadMs milliseconds, behind if negative */
export function clockWords(aheadMs: number | null): { words: string; isOff: boolean } | null {
  if (aheadMs === null) return null;
  if (Math.abs(aheadMs) < tellableMs) return { words: 'Clock in step', isOff: false };
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const amount = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return { words: `Clock ${amount} ${aheadMs > 0 ? 'ahead' : 'behind'}`, isOff: Math.abs(aheadMs) >= offMs };
}
