import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems } from '../support/accessibility';
import { launchChromium } from '../support/chromium';
import { signIn, visit } from '../support/pages';
import { startUsher, type RunningUsher } from '../support/usher';

const log = readFileSync('lib/trace/examples/guest-move.log', 'utf8');
let browser: Browser;
let usher: RunningUsher;
const pages: Page[] = [];

beforeAll(async () => {
  [browser, usher] = await Promise.all([launchChromium(), startUsher({ env: { EMULATOR: 'off' } })]);
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});
afterAll(async () => {
  await browser?.close();
  await usher?.stop();
});

async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const { page } = await visit(browser, { timezoneId: 'Europe/Berlin', reducedMotion: 'reduce', ...options });
  pages.push(page);
  await signIn(page, usher);
  await page.goto(`${usher.url}/diagnoses`);
  await page.getByLabel('Clocks of the bridges').waitFor();
  return page;
}

/** Drops a file on the page, as from a folder of the desktop. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const dropped = await page.evaluateHandle(([file = '', text = '']) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], file));
    return transfer;
  }, [name, content]);
  await page.getByTestId('drop-zone').dispatchEvent('drop', { dataTransfer: dropped });
}

const step = (page: Page, number: number) => page.locator(`[data-step="${number}"]`);

test('a log that is dropped is answered with the move in it, its eleven steps and the lines that show them', async () => {
  const page = await open();
  await drop(page, 'guest-move.log', log);
  await page.getByText('The move went well.').waitFor();
  const row = page.getByRole('button', { name: 'User X' });
  await row.getByText('Arrived').waitFor();
  await row.getByText('to Space 2 (webapp.com)').waitFor();
  await page.getByText('joined conference c0cc4e15').first().waitFor();
  expect(await step(page, 5).getAttribute('aria-label')).toContain('15:50:03.923 +8 ms A newcomer is made there log guest-move.log:2');
  expect(await step(page, 9).getAttribute('aria-label')).toContain('? The web bridge ends the session not known');
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('by keyboard one goes from step to step, and reads the lines of each', async () => {
  const page = await open();
  await drop(page, 'guest-move.log', log);
  await step(page, 1).focus();
  for (const next of [2, 3, 4, 5]) {
    await page.keyboard.press('ArrowDown');
    await step(page, next).and(page.locator('[aria-pressed=true]')).waitFor();
  }
  const lines = page.getByRole('region', { name: 'What shows step 5' });
  await lines.getByText('new session created for user "guest2316075499"').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('region', { name: 'What shows step 6' }).getByText('Nothing here shows step 6.').waitFor();
});

test('another time zone has the files read again, and what it changes is shown', async () => {
  const page = await open();
  await drop(page, 'guest-move.log', log);
  await page.getByText('Times in Europe/Berlin').waitFor();
  await page.getByLabel('Clocks of the bridges').selectOption('UTC');
  await page.getByText('Times in UTC').waitFor();
});

test('where there is no move, and why a file was not read, is said', async () => {
  const page = await open();
  await drop(page, 'notes.txt', 'nothing of a log');
  await page.getByText('There is no move in these files').waitFor();
  await page.getByText('1 line was without a time of a log.').waitFor();
});

test('on a phone the steps are a list, each with its lines', async () => {
  const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.getByLabel('Files to diagnose').setInputFiles({ name: 'guest-move.log', mimeType: 'text/plain', buffer: Buffer.from(log) });
  const steps = page.getByRole('region', { name: 'Steps' }).getByRole('listitem');
  const fifth = steps.filter({ hasText: 'A newcomer is made there' });
  await fifth.getByText('A newcomer is made there').click();
  await fifth.getByText('new session created for user "guest2316075499"').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a trace is taken along as a drawing, a picture, and a bundle with the verdict and the lines', async () => {
  const page = await open();
  await drop(page, 'guest-move.log', log);
  await page.getByText('The move went well.').waitFor();
  const saved = async (entry: string) => {
    await page.getByRole('button', { name: 'Save' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: entry }).click();
    return readFileSync(await (await download).path());
  };
  const svg = (await saved('Drawing (SVG)')).toString();
  expect(svg).toMatch(/^<svg .*A newcomer is made there/s);
  expect(svg).not.toContain('class=');
  expect((await saved('Picture (PNG)')).subarray(1, 4).toString()).toBe('PNG');
  expect(JSON.parse((await saved('Support bundle')).toString())).toMatchObject({
    versions: { usher: expect.any(String) },
    verdict: null,
    from: { files: ['guest-move.log'] },
    move: { name: 'User X', finding: { symptom: 'joined', confidence: 'high' } },
    excerpts: { 'guest-move.log': expect.arrayContaining([expect.objectContaining({ line: expect.any(Number), text: expect.stringContaining('new session created for user') })]) },
    svg: expect.stringContaining('<svg'),
  });
});
