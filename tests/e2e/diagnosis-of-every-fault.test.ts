import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DiagnosedMove, DiagnosisReport } from '@/lib/trace/diagnosis-report';
import { RecordedFaults, recordedRows, type Row } from '../support/recorded-faults';
import { causeOf, unseen, untold, type Feeds } from '../support/told-of-faults';

let recorded: RecordedFaults;
let allFiles: DiagnosisReport;
let logsAlone: DiagnosisReport;

beforeAll(async () => {
  recorded = await RecordedFaults.open();
  await recorded.provoke();
  allFiles = await recorded.diagnosed({ logs: true, hars: recordedRows });
  logsAlone = await recorded.diagnosed({ logs: true, hars: [] });
}, 300_000);
afterAll(() => recorded?.close());

/** It is named; where that cannot be, it is not surely taken for another. */
function expectTold(row: Row, feeds: Feeds, move: DiagnosedMove | null): void {
  const isUntold = (untold[feeds] as readonly Row[]).includes(row);
  // On a busy machine browsers are on their way for so long that a web bridge's word can be about several: that may be left open.
  const isOpen = (unseen as readonly Row[]).includes(row) && feeds !== 'all files' && feeds !== 'HAR alone' && move?.finding.cause === 'insufficient-evidence';
  if (isOpen) expect(move?.finding).toMatchObject({ confidence: 'low', otherCauses: expect.arrayContaining([causeOf(row)]) });
  else if (!isUntold) expect(move?.finding).toMatchObject({ cause: causeOf(row) });
  else expect(isSurelyAnother(row, move)).toBe(false);
}

function isSurelyAnother(row: Row, move: DiagnosedMove | null): boolean {
  const { cause = null, confidence } = move?.finding ?? {};
  return confidence === 'high' && cause !== null && cause !== causeOf(row);
}

describe.each(recordedRows)('%s, of a browser that Chromium recorded', (row) => {
  test('is told for what it is by what the feeds say', () => {
    const { item, live } = recorded.found.get(row) ?? {};
    // A bridge that was seen to be away is not asked.
    if (item?.state === 'refused') return expect([item.verdict.reason, live?.finding.symptom]).toEqual(['bridge-unreachable', 'not-sent']);
    expectTold(row, 'events, records, logs', live ?? null);
  });

  test('is told for what it is by the logs of all nodes and the HARs of all browsers', () => {
    expectTold(row, 'all files', recorded.moveOf(row, allFiles));
  });

  test('is told for what it is by the logs alone', () => {
    expectTold(row, 'logs alone', recorded.moveOf(row, logsAlone));
  });

  test('is told for what it is by its HAR alone, without the tokens in it', async () => {
    const report = await recorded.diagnosed({ logs: false, hars: [row] });
    expect(report.skipped).toEqual([]);
    expect(report.moves.filter((move) => isSurelyAnother(row, move))).toEqual([]);
    expectTold(row, 'HAR alone', recorded.moveOf(row, report));
    expect(JSON.stringify(report)).not.toMatch(/eyJ/);
  });
});

test('without the numeric ids of the target a HAR is not said to tell whether it was the right meeting', async () => {
  const report = await recorded.diagnosed({ logs: false, hars: ['wrong-numeric-id'] }, []);
  const move = recorded.moveOf('wrong-numeric-id', report);
  expect(move?.finding).toMatchObject({ symptom: 'joined', confidence: 'medium', numericId: { ids: ['1008'], isOfTarget: null } });
  expect(move?.finding.words).toContain('cannot be told');
});
