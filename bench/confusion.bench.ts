import type { DiagnosedMove } from '../lib/trace/diagnosis-report';
import { faults, type FaultName } from '../lib/trace/faults';
import { DiagnosingHouse, tellableApartMs, type FeedsAtHand } from '../tests/support/diagnosing-house';
import { RecordedFaults } from '../tests/support/recorded-faults';
import { causeOf, untold, type Feeds } from '../tests/support/told-of-faults';
import type { Row } from './harness';

type Finding = Pick<DiagnosedMove['finding'], 'symptom' | 'cause' | 'otherCauses' | 'confidence'>;
/** What was made of each fault; null where no move was found. */
type Column = ReadonlyMap<FaultName, Finding | null>;

const rows = Object.keys(faults) as FaultName[];
const live: Partial<Record<Feeds, FeedsAtHand>> = {
  events: { records: false, logs: false },
  'events, records': { records: true, logs: false },
  'events, records, logs': { records: true, logs: true },
};

/**
 * Every fault of the table provoked in the emulator, and what Usher makes of it by its feeds, and by files that were saved of it: a matrix,
 * printed, and of each column how many are not named for what they are beyond those that cannot be, and how many are surely taken for
 * something else.
 */
export async function bench(): Promise<Row[]> {
  // Nothing here is a time: houses may disturb each other, and most of it is waiting for moves that never end.
  const houses = await Promise.all(Object.entries(live).map(async ([name, feeds]) => [name as Feeds, await provokedWith(feeds)] as const));
  const found = new Map<Feeds, Column>([...houses, ...(await recorded())]);
  print(found);
  return [...found].flatMap(([name, column]) => {
    const unnamed = rows.filter((fault) => !isNamed(fault, column.get(fault) ?? null));
    const beyond = unnamed.filter((fault) => !(untold[name] as readonly FaultName[]).includes(fault)).length;
    const misled = unnamed.filter((fault) => isSurelyAnother(column.get(fault) ?? null)).length;
    return [
      { name: `not named, of ${rows.length}: ${name}`, subject: unnamed.length, against: untold[name].length, ratio: beyond, spread: 0, goal: 0, met: beyond === 0 },
      { name: `surely taken for another: ${name}`, subject: misled, against: 0, ratio: misled, spread: 0, goal: 0, met: misled === 0 },
    ];
  });
}

async function provokedWith(feeds: FeedsAtHand): Promise<Column> {
  const house = await DiagnosingHouse.open(feeds);
  try {
    const provoked = await house.provoke(rows, tellableApartMs);
    return new Map([...provoked].map(([fault, { trace }]) => [fault, trace.finding]));
  } finally {
    await house.close();
  }
}

async function recorded(): Promise<[Feeds, Column][]> {
  const files = await RecordedFaults.open();
  try {
    await files.provoke(rows);
    const column = async (of: (fault: FaultName) => Parameters<RecordedFaults['diagnosed']>[0]): Promise<Column> =>
      new Map(await Promise.all(rows.map(async (fault) => [fault, files.moveOf(fault, await files.diagnosed(of(fault)))?.finding ?? null] as const)));
    return [
      ['all files', await column(() => ({ logs: true, hars: rows }))],
      ['HAR alone', await column((fault) => ({ logs: false, hars: [fault] }))],
      ['logs alone', await column(() => ({ logs: true, hars: [] }))],
    ];
  } finally {
    await files.close();
  }
}

/** Whether the cause is the one that was provoked; that nothing went wrong, where only an answer was lost; a bridge that is seen to be away is not asked. */
function isNamed(fault: FaultName, finding: Finding | null): boolean {
  if (finding === null) return false;
  return finding.symptom === 'not-sent' ? fault === 'port-closed' || fault === 'wrong-certificate' : finding.cause === causeOf(fault);
}

function isSurelyAnother(finding: Finding | null): boolean {
  return finding !== null && finding.cause !== null && finding.confidence === 'high';
}

function print(found: ReadonlyMap<Feeds, Column>): void {
  const line = (first: string, cells: readonly string[]) => console.log(`${first.padEnd(26)}${cells.map((cell) => cell.padEnd(36)).join('')}`.trimEnd());
  line('', [...found.keys()]);
  for (const fault of rows) line(fault, [...found.values()].map((column) => cellOf(fault, column.get(fault) ?? null)));
}

function cellOf(fault: FaultName, finding: Finding | null): string {
  if (finding === null) return '! no move found';
  const words = finding.cause === 'insufficient-evidence' ? `one of ${finding.otherCauses.length}` : `${finding.cause ?? finding.symptom} (${finding.confidence})`;
  return isNamed(fault, finding) ? words : `! ${words}`;
}
