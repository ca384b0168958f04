import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faults, type FaultCause, type FaultName } from '@/lib/trace/faults';
import { DiagnosingHouse, tellableApartMs, type FeedsAtHand, type Provoked } from '../support/diagnosing-house';

const rows = Object.keys(faults) as FaultName[];
/** Who left for the new call and is not seen there: a web bridge tells of them, but not of whom. */
const unseen: readonly FaultCause[] = ['client-left', 'token-missing', 'token-expired', 'token-unknown'];

/** @property open what cannot be told from each other: they are left open, and each is among what it may be */
const feeds: (FeedsAtHand & { readonly name: string; readonly apartMs: number; readonly open: readonly FaultCause[] })[] = [
  { name: 'events, records and logs', records: true, logs: true, apartMs: tellableApartMs, open: [] },
  { name: 'events, records and logs, and all moves in one moment', records: true, logs: true, apartMs: 0, open: unseen },
  { name: 'events alone, and all moves in one moment', records: false, logs: false, apartMs: 0, open: [...unseen, 'guest-not-admitted'] },
];

describe.each(feeds)('with $name', ({ records, logs, apartMs, open }) => {
  let house: DiagnosingHouse;
  let found: ReadonlyMap<FaultName, Provoked>;

  beforeAll(async () => {
    house = await DiagnosingHouse.open({ records, logs });
    found = await house.provoke(rows, apartMs);
  }, 180_000);
  afterAll(() => house?.close());

  test.each(rows)('%s is told for what it is while it is known of the move only what feeds say', (fault) => {
    const { item, trace } = found.get(fault) ?? {};
    const [cause = null] = faults[fault].causes as readonly FaultCause[];
    // A bridge that was seen to be away is not asked.
    if (item?.state === 'refused') return expect([item.verdict.reason, trace?.finding.symptom]).toEqual(['bridge-unreachable', 'not-sent']);
    const isOpen = cause !== null && open.includes(cause);
    expect(trace?.finding).toMatchObject(isOpen ? { cause: 'insufficient-evidence', confidence: 'low', otherCauses: expect.arrayContaining([cause]) } : { cause });
    const { symptom } = faults[fault];
    expect(trace?.finding.symptom).toBe(symptom === 'any' ? 'joined' : symptom);
  });
});
