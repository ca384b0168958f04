import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Participant } from '@/lib/meeting/participant';
import type { DiagnosedMove } from '@/lib/trace/diagnosis-report';
import type { FaultCause, FaultName } from '@/lib/trace/faults';
import type { Symptom } from '@/lib/trace/symptom';
import { diagnoseFiles } from '@/server/diagnoses/diagnose-files';
import { launchChromium } from '../support/chromium';
import { emulatorControl, type EmulatorControl } from '../support/emulator-control';
import { joinAsGuest } from '../support/pages';
import { meetingNamed, startStage, type Stage } from '../support/stage';

/** What a HAR alone tells of each fault, for who knows the numeric ids of the target. */
const told = {
  none: ['joined', null, 'high'],
  'wrong-numeric-id': ['wrong-meeting', 'wrong-numeric-id', 'high'],
  'token-missing': ['dropped', 'token-missing', 'high'],
  'token-expired': ['dropped', 'token-expired', 'high'],
  'token-unknown': ['dropped', 'token-unknown', 'high'],
  'client-left': ['dropped', 'client-left', 'medium'],
  'client-silent': ['nothing-happened', 'client-silent', 'medium'],
} as const satisfies Partial<Record<FaultName | 'none', readonly [Symptom, FaultCause | null, DiagnosedMove['finding']['confidence']]>>;
const rows = Object.keys(told) as (keyof typeof told)[];

let stage: Stage;
let emulator: EmulatorControl;
let browser: Browser;
let folder: string;
const people = new Map<string, Participant>();

const harOf = (row: string) => path.join(folder, `${row}.har`);

/** A guest for each fault, each in a browser of their own that records; all are moved at once, since some wait for half a minute. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'usher-har-'));
  [stage, browser] = await Promise.all([startStage(), launchChromium()]);
  emulator = await emulatorControl(stage);
  await stage.bringIn({ name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
  const target = await meetingNamed(stage, 'Space 2');
  await Promise.all(rows.map(recorded));
  for (const [fault, { id }] of people) if (fault !== 'none') await emulator.post('/faults', { fault, participant: id, times: 'once' });
  await Promise.all([...people.values()].map(({ id }) => stage.move(id, target.id)));
  for (const context of browser.contexts()) {
    // What a browser asks for later shows that it was still being recorded.
    for (const page of context.pages()) await page.evaluate(() => fetch('/'));
    await context.close();
  }
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function recorded(row: keyof typeof told): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce', recordHar: { path: harOf(row) } });
  context.setDefaultTimeout(90_000);
  await joinAsGuest(await context.newPage(), emulator.webApp('wbcms1'), '1001', `Guest of ${row}`);
  const found = await vi.waitUntil(async () => {
    const { body } = await stage.api(`/participants?search=${encodeURIComponent(`Guest of ${row}`)}`);
    const [person] = (body as { items: Participant[] }).items;
    return person?.state === 'connected' && person.kind === 'web-app' && person.canMove ? person : null;
  }, { timeout: 90_000, interval: 500 });
  people.set(row, found);
}

async function diagnosed(row: string, numericIds: readonly string[]): Promise<DiagnosedMove | undefined> {
  const { moves, skipped } = await diagnoseFiles([{ path: harOf(row), name: `${row}.har` }], { timeZone: null, nowMs: Date.now(), expected: { numericIds } });
  expect(skipped).toEqual([]);
  expect(moves).toHaveLength(1);
  return moves[0];
}

test.each(rows)('%s: the HAR that Chromium recorded tells by itself how the move went, and why', async (row) => {
  const [symptom, cause, confidence] = told[row];
  const move = await diagnosed(row, ['1002']);
  expect(move?.participant).toBe(people.get(row)?.id);
  expect(move?.finding).toMatchObject({ symptom, cause, confidence });
  expect(JSON.stringify(move)).not.toMatch(/eyJ/);
});

test('without the numeric ids of the target a HAR is not said to tell whether it was the right meeting', async () => {
  const move = await diagnosed('wrong-numeric-id', []);
  expect(move?.finding).toMatchObject({ symptom: 'joined', confidence: 'medium', numericId: { ids: ['1008'], isOfTarget: null } });
  expect(move?.finding.words).toContain('cannot be told');
});
