import type { Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { orderSchema, type Order } from '@/lib/move/order';
import { accessibilityProblems } from '../support/accessibility';
import { boardsForTests } from '../support/boards';
import { column } from '../support/pages';
import { patience } from '../support/stage';

/** Enough that an order of everybody is under way for as long as somebody looks at it. */
const boards = boardsForTests({ scenario: 'scale:4x300' });

beforeAll(() => vi.waitUntil(async () => (await meetingsNow()).reduce((sum, { participantCount }) => sum + participantCount, 0) === 1_200, { ...patience, timeout: 120_000 }), 150_000);

/** Those of which the most people are in come first. */
async function meetingsNow(): Promise<Meeting[]> {
  const { items } = (await boards.stage.api('/meetings?limit=500')).body as { items: Meeting[] };
  return items.toSorted((a, b) => b.participantCount - a.participantCount);
}

async function peopleOf(some: readonly Meeting[]): Promise<Participant[]> {
  const lists = await Promise.all(some.map(async ({ id }) => ((await boards.stage.api(`/meetings/${id}/participants?limit=500`)).body as { items: Participant[] }).items));
  return lists.flat().filter(({ state, canMove }) => state === 'connected' && canMove);
}

async function orderNow(id: string): Promise<Order> {
  return orderSchema.parse((await boards.stage.api(`/moves/${id}`)).body);
}

/** Everybody but those of the first meeting is to be sent there; the page of that order, which is held back. */
async function bigOrder(): Promise<{ page: Page; id: string }> {
  const [target, ...others] = await meetingsNow();
  if (!target) throw new Error('There is no meeting.');
  const page = await boards.open([target]);
  const participants = (await peopleOf(others)).slice(0, 1_000).map(({ id }) => id);
  const { id } = (await boards.stage.api('/moves', { body: { participants, to: { meeting: target.id } } })).body as Order;
  expect((await boards.stage.api(`/moves/${id}/pause`, { method: 'POST' })).status).toBe(200);
  await page.goto(`${boards.stage.url}/moves/${id}`);
  return { page, id };
}

test('everybody of a meeting goes to another only after it was said what that does', async () => {
  const [target, source] = await meetingsNow();
  if (!source || !target) throw new Error('There are no two meetings.');
  const page = await boards.open([source, target]);
  await column(page, source.id).getByRole('button', { name: `Options for ${source.name}` }).click();
  await page.getByRole('menuitem', { name: 'Move everybody to…' }).click();
  await page.getByTestId(`choice-${target.id}`).click();
  const question = page.getByRole('dialog', { name: new RegExp(`to ${target.name}\\?$`) });
  await question.getByTestId('what-happens').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  const before = ((await boards.stage.api('/moves')).body as { total: number }).total;
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  expect(((await boards.stage.api('/moves')).body as { total: number }).total).toBe(before);
});

test('an order of very many is held back, goes on, is ended for those who have not been sent, and tried again for them', async () => {
  const { page, id } = await bigOrder();
  await page.getByText('Paused', { exact: true }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  const waiting = async () => (await orderNow(id)).items.filter(({ state }) => state === 'queued').length;
  const held = await waiting();
  expect(held).toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused', { exact: true }).waitFor();
  const left = await waiting();
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(held);

  await page.getByRole('button', { name: 'Cancel the rest' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the rest' }).click();
  const ended = await vi.waitUntil(async () => {
    const order = await orderNow(id);
    return order.state === 'settled' ? order : null;
  }, patience);
  const counts = (wanted: string) => ended.items.filter(({ state }) => state === wanted).length;
  expect(ended.items.filter(({ state }) => state !== 'joined' && state !== 'cancelled')).toEqual([]);
  await page.getByText(`${counts('joined')} of ${ended.items.length} joined, ${counts('cancelled')} cancelled`).waitFor();

  await page.getByRole('button', { name: `Try the ${counts('cancelled')} again` }).click();
  await vi.waitUntil(async () => (await orderNow(id)).items.filter(({ retryOf }) => retryOf !== null).length === counts('cancelled'), patience);
  await page.getByText(new RegExp(`of ${ended.items.length} joined$`)).waitFor();
});
