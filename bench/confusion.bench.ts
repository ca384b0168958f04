import { faults, type FaultCause, type FaultName } from '../lib/trace/faults';
import { DiagnosingHouse, tellableApartMs, type FeedsAtHand, type Provoked } from '../tests/support/diagnosing-house';
import type { Row } from './harness';

const rows = Object.keys(faults) as FaultName[];
const columns: readonly (FeedsAtHand & { readonly name: string; readonly unnamed: number })[] = [
  // What becomes of somebody after their old call, only logs tell: five causes look the same without.
  { name: 'events', records: false, logs: false, unnamed: 5 },
  { name: 'events, records', records: true, logs: false, unnamed: 5 },
  { name: 'events, records, logs', records: true, logs: true, unnamed: 0 },
];

/**
 * Every fault of the table provoked in the emulator, and what Usher's feeds make of it: a matrix of faults and feeds, printed, and of each
 * how many are not named for what they are, and how many are surely taken for something else.
 */
export async function bench(): Promise<Row[]> {
  // Nothing here is a time: they may disturb each other, and most of it is waiting for moves that never end.
  const found = await Promise.all(columns.map(provokedWith));
  const widths = columns.map(({ name }) => Math.max(name.length, 34));
  const line = (first: string, cells: readonly string[]) => console.log(`${first.padEnd(26)}${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('')}`.trimEnd());
  line('', columns.map(({ name }) => name));
  for (const fault of rows) line(fault, found.map((column) => cellOf(fault, column.get(fault))));
  return columns.flatMap(({ name, unnamed }, at) => {
    const of = (is: (fault: FaultName, provoked: Provoked) => boolean) => rows.filter((fault) => {
      const provoked = found[at]?.get(fault);
      return provoked && is(fault, provoked);
    }).length;
    const wrong = of((fault, provoked) => !isNamed(fault, provoked));
    const misled = of((fault, provoked) => !isNamed(fault, provoked) && provoked.trace.finding.confidence === 'high');
    return [
      { name: `faults of ${rows.length} not named for what they are: ${name}`, subject: wrong, against: unnamed, ratio: wrong, spread: 0, goal: unnamed, met: wrong <= unnamed },
      { name: `surely taken for another: ${name}`, subject: misled, against: 0, ratio: misled, spread: 0, goal: 0, met: misled === 0 },
    ];
  });
}

async function provokedWith(feeds: FeedsAtHand): Promise<ReadonlyMap<FaultName, Provoked>> {
  const house = await DiagnosingHouse.open(feeds);
  try {
    return await house.provoke(rows, tellableApartMs);
  } finally {
    await house.close();
  }
}

/** Whether the cause is the one that was provoked; that nothing was, where only an answer was lost; a bridge that is seen to be away is not asked. */
function isNamed(fault: FaultName, { item, trace: { finding } }: Provoked): boolean {
  const [cause = null] = faults[fault].causes as readonly FaultCause[];
  return finding.cause === cause || (finding.symptom === 'not-sent' && item.verdict.reason === 'bridge-unreachable');
}

function cellOf(fault: FaultName, provoked: Provoked | undefined): string {
  if (!provoked) return '-';
  const { finding } = provoked.trace;
  const words = finding.cause === 'insufficient-evidence' ? `one of ${finding.otherCauses.length}` : `${finding.cause ?? finding.symptom} (${finding.confidence})`;
  return isNamed(fault, provoked) ? words : `! ${words}`;
}
