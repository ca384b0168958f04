import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReadingProgress } from '@/lib/trace/diagnosis-progress';
import { diagnoseFiles, type DiagnosisTerms } from '@/server/diagnoses/diagnose-files';

const log = readFileSync(path.join(import.meta.dirname, '../../lib/trace/examples/guest-move.log'), 'utf8');
const long = log + 'Mar  4 10:00:00 user.info cms-a host:server:  INFO : media module status 1 (1/1) 1/1 (full media capacity)\n'.repeat(20_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'usher-progress-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is told of files while they are read, and how large they are together. */
async function toldOf(contents: readonly (string | Buffer)[], terms: Partial<DiagnosisTerms> = {}) {
  const files = contents.map((content, at) => {
    const file = path.join(folder, String(at));
    writeFileSync(file, content);
    return { path: file, name: `${at}.log` };
  });
  const told: ReadingProgress[] = [];
  await diagnoseFiles(files, { timeZone: null, nowMs: Date.UTC(2026, 0, 1), onProgress: (progress) => told.push(progress), ...terms });
  return { told, of: contents.reduce((sum, content) => sum + Buffer.byteLength(content), 0) };
}

test.each([
  ['a log', [long]],
  ['a packed log', [gzipSync(long)]],
  ['several files, of which some cannot be read', [long, '', Buffer.from([0, 1, 2, 0]), gzipSync(long).subarray(0, 900), log]],
])('of %s it is told how much has been read, never less than before, up to all of it', async (_, contents) => {
  const { told, of } = await toldOf(contents);
  expect(told.length).toBeGreaterThan(3);
  expect(new Set(told.map((one) => one.of))).toEqual(new Set([of]));
  expect(told.map(({ read }) => read)).toEqual(told.map(({ read }) => read).sort((a, b) => a - b));
  expect(told.at(-1)).toEqual({ read: of, of, again: false });
});

test('what is read once more is told so, from its beginning to its end', async () => {
  const { told, of } = await toldOf([long], { keeping: { heard: 5, moves: 10 } });
  const again = told.filter((one) => one.again);
  expect(told.filter((one) => !one.again).at(-1)?.read).toBe(of);
  expect(again[0]?.read).toBeLessThan(of);
  expect(again.at(-1)?.read).toBe(of);
});
