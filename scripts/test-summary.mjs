import { existsSync, readFileSync } from 'node:fs';

/** A step that is one test by itself, as lint and types are. */
export function countStep(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * What Vitest's JSON report at `path` says. A step that failed without a failed test (a file that does not load, a crash, a
 * deadline) counts as one that failed.
 */
export function countVitest(path, exitCode) {
  const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  const brokenFiles = report?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length ?? 0;
  const failed = (report?.numFailedTests ?? 0) + brokenFiles;
  return {
    passed: report?.numPassedTests ?? 0,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

export function sum(counts) {
  const total = (key) => counts.reduce((all, count) => all + count[key], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

/** Whether the whole run is good. In CI a test that was skipped is a test that did not pass. */
export function isGood({ passed, failed, skipped }, inCi) {
  return failed === 0 && passed > 0 && !(inCi && skipped > 0);
}

export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
