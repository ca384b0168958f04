import { sql, type Kysely } from 'kysely';
import type { MoveKind } from '@/lib/move/order';
import { failureCauses, failureSymptoms } from '@/lib/trace/failure';
import type { FailureCount } from '@/lib/trace/failure-counts';
import type { Database } from '@/server/db/schema';
import { isFindingTold, isOfKind, type Reader } from '@/server/moves/order-list';

export interface CountedTime {
  /** Milliseconds since 1970: from the first, and before the second. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Whose days they are, as in `Europe/Berlin`. */
  readonly timeZone: string;
  readonly kind?: MoveKind;
}

/** Every time zone is off UTC by so much, or a multiple of it: a day anywhere is made of whole ones. In milliseconds. */
const quarterHourMs = 900_000;

/** How many items failed, by day, symptom and cause: of those of which the reader is told why. Days in order, the most frequent first. */
export async function countFailures(db: Kysely<Database>, { fromMs, toMs, timeZone, kind }: CountedTime, reader: Pick<Reader, 'scope'>): Promise<FailureCount[]> {
  const quarterHour = sql<number>`items.failed_at / ${sql.lit(quarterHourMs)}`;
  const rows = await db
    .selectFrom('items')
    .innerJoin('orders', 'orders.id', 'items.order_id')
    .select([quarterHour.as('quarter_hour'), 'items.symptom', 'items.cause', ({ fn }) => fn.countAll<number>().as('n')])
    .where('items.failed_at', '>=', fromMs)
    .where('items.failed_at', '<', toMs)
    .where(isFindingTold(reader))
    .$if(kind !== undefined, (query) => query.where(isOfKind(kind ?? 'own')))
    .groupBy([quarterHour, 'items.symptom', 'items.cause'])
    .execute();
  const dayOf = dayIn(timeZone);
  const counts = new Map<string, FailureCount>();
  for (const row of rows) {
    const symptom = failureSymptoms.find((one) => one === row.symptom);
    if (symptom === undefined) continue;
    const day = dayOf(Number(row.quarter_hour) * quarterHourMs);
    const cause = failureCauses.find((one) => one === row.cause) ?? null;
    const key = `${day} ${symptom} ${cause}`;
    counts.set(key, { day, symptom, cause, count: (counts.get(key)?.count ?? 0) + Number(row.n) });
  }
  return [...counts.values()].sort((a, b) => (a.day === b.day ? b.count - a.count : a.day < b.day ? -1 : 1));
}

function dayIn(timeZone: string): (ms: number) => string {
  // This language writes days as in 2026-03-09.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (ms) => format.format(ms);
}
