import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faults, type FaultCause, type FaultName } from '@/lib/trace/faults';
import { DiagnosingHouse, type FeedsAtHand, type Provoked } from '../support/diagnosing-house';

const rows = Object.keys(faults) as FaultName[];
/** Who left for the new call and did not arrive: what became of them there, only logs tell. */
const lostOnTheWay: readonly FaultCause[] = ['client-left', 'token-missing', 'token-expired', 'token-unknown', 'guest-not-admitted'];

const feeds: (FeedsAtHand & { readonly name: string })[] = [
  { name: 'events, records and logs', records: true, logs: true },
  { name: 'events alone', records: false, logs: false },
];

describe.each(feeds)('with $name', ({ records, logs }) => {
  let house: DiagnosingHouse;
  let found: ReadonlyMap<FaultName, Provoked>;

  beforeAll(async () => {
    house = await DiagnosingHouse.open({ records, logs });
    found = await house.provoke(rows);
  }, 180_000);
  afterAll(() => house?.close());

  test.each(rows)('%s is told for what it is while it is known of the move only what feeds say', (fault) => {
    const { item, trace } = found.get(fault) ?? {};
    const [cause = null] = faults[fault].causes as readonly FaultCause[];
    // A bridge that was seen to be away is not asked.
    if (item?.state === 'refused') return expect([item.verdict.reason, trace?.finding.symptom]).toEqual(['bridge-unreachable', 'not-sent']);
    const isOpen = !logs && cause !== null && lostOnTheWay.includes(cause);
    expect(trace?.finding).toMatchObject(isOpen ? { cause: 'insufficient-evidence', confidence: 'low', otherCauses: expect.arrayContaining([cause]) } : { cause });
    const { symptom } = faults[fault];
    expect(trace?.finding.symptom).toBe(symptom === 'any' ? 'joined' : symptom);
  });
});
