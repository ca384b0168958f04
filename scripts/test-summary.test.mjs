import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { countStep, countVitest, isGood, sum, summaryLine } from './test-summary.mjs';

function report(content) {
  const folder = mkdtempSync(join(tmpdir(), 'usher-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}
const clean = { numPassedTests: 4, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

test('passed, failed, skipped and planned tests are counted', () => {
  expect(countVitest(report(clean), 0)).toEqual({ passed: 4, failed: 0, skipped: 2 });
  expect(countVitest(report({ ...clean, numFailedTests: 3 }), 1)).toEqual({ passed: 4, failed: 3, skipped: 2 });
});

test('a file that does not load, a crash and a run without a report are failures', () => {
  const broken = { ...clean, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(countVitest(report(broken), 1).failed).toBe(1);
  expect(countVitest(report(clean), 137).failed).toBe(1);
  expect(countVitest('/nowhere/report.json', 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a run is good when something passed and nothing failed; in CI nothing may be skipped either', () => {
  const total = sum([countStep(0), countStep(0), countVitest(report(clean), 0)]);
  expect(summaryLine(total)).toBe('6 passed, 0 failed, 2 skipped');
  expect(isGood(total, false)).toBe(true);
  expect(isGood(total, true)).toBe(false);
  expect(isGood(sum([countStep(0), countStep(2)]), false)).toBe(false);
  expect(isGood(sum([]), false)).toBe(false);
});
