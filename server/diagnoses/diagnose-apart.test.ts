import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diagnoseApart, type ApartTerms } from '@/server/diagnoses/diagnose-apart';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'usher-apart-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const report = { moves: [], skipped: [], assumed: ['by the thread'] };

/** A diagnosis by a thread that does as the test says; what it can use is `say`, `hear` and `job`. */
function apart(script: string, terms: Partial<ApartTerms> = {}) {
  const program = path.join(folder, 'thread.cjs');
  writeFileSync(program, `const { parentPort, workerData: job } = require('node:worker_threads');\nconst say = (message) => parentPort.postMessage(message);\nconst hear = (then) => parentPort.on('message', then);\n${script}`);
  return diagnoseApart(program)([{ path: 'a', name: 'a.log' }], { timeZone: null, nowMs: 0, onProgress: () => undefined, signal: new AbortController().signal, ...terms });
}

test('what the thread says it found is what is found; how far it has come is told on the way', async () => {
  const told: number[] = [];
  const script = `say({ says: 'progress', progress: { read: 1, of: 2, again: false } }); say({ says: 'report', report: ${JSON.stringify(report)} });`;
  expect(await apart(script, { onProgress: ({ read }) => told.push(read) })).toEqual(report);
  expect(told).toEqual([1]);
});

test('targets are looked up where Usher is, and the thread is told', async () => {
  const script = `hear(({ question, ids }) => say({ says: 'report', report: { moves: [], skipped: [], assumed: [String(question), ids.numericIds[0], String(job.asksForTargets)] } }));
    say({ says: 'target-of', question: 7, moved: { participant: 'p', newParticipant: null } });`;
  const targets = { ofMove: ({ participant }: { participant: string | null }) => Promise.resolve({ numericIds: [`of ${participant}`], words: null }) };
  expect((await apart(script, { targets })).assumed).toEqual(['7', 'of p', 'true']);
  await expect(apart(script, { targets: { ofMove: () => Promise.reject(new Error('no database')) } })).rejects.toThrow('no database');
});

test('the thread has nothing of the environment, in which there are secrets', async () => {
  process.env['USHER_TEST_SECRET'] = 'in the clear';
  const script = `say({ says: 'report', report: { moves: [], skipped: [], assumed: Object.keys(process.env) } });`;
  expect((await apart(script)).assumed).toEqual([]);
});

test('one that is busy is ended at once when nobody waits for it any more', async () => {
  const leaving = new AbortController();
  const script = `say({ says: 'progress', progress: { read: 0, of: 2, again: false } }); for (;;);`;
  await expect(apart(script, { signal: leaving.signal, onProgress: () => leaving.abort() })).rejects.toMatchObject({ code: 'unavailable' });
  await expect(apart(script, { signal: leaving.signal })).rejects.toMatchObject({ code: 'unavailable' });
});

test('one that breaks, ends without a word, or takes too much memory is an error of its own', async () => {
  await expect(apart(`throw new Error('a mistake');`)).rejects.toThrow('a mistake');
  await expect(apart('')).rejects.toThrow('before it had said what it found');
  await expect(apart(`throw Object.assign(new Error('heap'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });`)).rejects.toMatchObject({ code: 'too-large' });
});
