import type { FailureCount } from '@/lib/trace/failure-counts';
import type { FailureCause, FailureSymptom } from '@/lib/trace/failure';

/** How far back causes are shown. */
export const countedDays = 30;

/** One cause over the days; where a symptom has no cause, the symptom. */
export interface FailureSeries {
  readonly key: string;
  readonly cause: FailureCause | null;
  /** Null where it is the cause that counts. */
  readonly symptom: FailureSymptom | null;
  readonly total: number;
  /** One number for each day. */
  readonly perDay: readonly number[];
}

/** What failed, the most frequent first. @param days as in 2026-03-09, in order */
export function failureSeries(counts: readonly FailureCount[], days: readonly string[]): FailureSeries[] {
  const at = new Map(days.map((day, index) => [day, index]));
  const found = new Map<string, FailureSeries & { perDay: number[]; total: number }>();
  for (const { day, symptom, cause, count } of counts) {
    const index = at.get(day);
    if (index === undefined) continue;
    const key = cause ?? symptom;
    const series = found.get(key) ?? { key, cause, symptom: cause === null ? symptom : null, total: 0, perDay: days.map(() => 0) };
    series.perDay[index] = (series.perDay[index] ?? 0) + count;
    series.total += count;
    found.set(key, series);
  }
  return [...found.values()].sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1));
}

/** How many people failed with each symptom, or for each cause. */
export function totalsBy<K extends string>(counts: readonly FailureCount[], keyOf: (count: FailureCount) => K | null): ReadonlyMap<K, number> {
  const totals = new Map<K, number>();
  for (const one of counts) {
    const key = keyOf(one);
    if (key !== null) totals.set(key, (totals.get(key) ?? 0) + one.count);
  }
  return totals;
}

/** The last days up to today where the reader is, in order, as in 2026-03-09; and when the first of them began. */
export function lastDays(count: number, now: Date): { readonly days: readonly string[]; readonly from: string } {
  const daysAgo = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  const days = Array.from({ length: count }, (_, index) => dayOf(daysAgo(count - 1 - index)));
  return { days, from: daysAgo(count - 1).toISOString() };
}

function dayOf(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
