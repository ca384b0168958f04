import { expect, test } from 'vitest';
import type { Order } from '@/lib/move/order';
import { accessibilityProblems } from '../support/accessibility';
import { boardsForTests } from '../support/boards';
import { emulatorControl } from '../support/emulator-control';
import { meetingNamed } from '../support/stage';

const boards = boardsForTests();

test('the list of moves says what it is empty of: of any, or of those that are looked for', async () => {
  const { stage } = boards;
  const page = await boards.open([]);
  await page.goto(`${stage.url}/moves`);
  await page.getByText('Nobody has been moved yet').waitFor();
  const guest = await stage.bringIn({ name: 'Moved Guest', numericId: '1001', cluster: 'webapp.com' });
  await stage.bringIn({ name: 'Host Two', numericId: '1002', cluster: 'webapp.com' });
  await stage.move(guest.id, (await meetingNamed(stage, 'Space 2')).id);
  const row = page.getByRole('row').filter({ hasText: 'Moved Guest' });
  await row.waitFor();
  const filter = page.getByLabel('Filter by who moved');
  await filter.selectOption({ label: 'Not by Usher' });
  await page.getByText('Nobody was moved past Usher').waitFor();
  expect(await row.count()).toBe(0);
  await filter.selectOption({ label: 'Sent by Usher' });
  await row.waitFor();
});

test('of more than a hundred moves the older ones come as somebody asks for them', async () => {
  const { stage } = boards;
  const guest = await stage.bringIn({ name: 'Often Asked', numericId: '1001', cluster: 'webapp.com' });
  const { order: oldest } = await stage.move(guest.id, guest.meeting);
  for (let more = 0; more < 100; more += 1) await stage.move(guest.id, guest.meeting);
  const page = await boards.open([]);
  await page.goto(`${stage.url}/moves`);
  const grid = page.getByRole('grid', { name: 'Moves' });
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('101');
  await page.getByRole('button', { name: 'Older moves' }).click();
  await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(101);
  await grid.getByRole('row').nth(1).focus();
  await page.keyboard.press('End');
  const { items } = (await stage.api('/moves?limit=200')).body as { items: Order[] };
  expect(items.map(({ id }) => id)).toContain(oldest.id);
  await page.getByTestId(`order-${items.at(-1)?.id}`).waitFor();
});

test('a move that failed says why, and opens to its steps with what shows each', async () => {
  const { stage } = boards;
  const emulator = await emulatorControl(stage);
  const guest = await stage.bringIn({ name: 'Limited Guest', numericId: '1001', cluster: 'webapp.com' });
  await stage.bringIn({ name: 'Host Three', numericId: '1003', cluster: 'webapp.com' });
  await emulator.post('/faults', { fault: 'participant-limit', participant: guest.id, times: 'once' });
  const { order } = await stage.move(guest.id, (await meetingNamed(stage, 'Space 3')).id);
  const page = await boards.open([]);
  await page.goto(`${stage.url}/moves/${order.id}`);
  const details = page.getByRole('region', { name: 'Limited Guest' });
  await details.getByText('The meeting was full.').waitFor();
  await details.getByRole('button', { name: 'Step by step' }).click();
  await details.getByText('participant-limit').waitFor();
  await details.getByRole('region', { name: 'Steps', exact: true }).waitFor();
  expect(await details.getByText('What shows it').isVisible()).toBe(true);
});

test('moves are picked by how they failed and why, in the filters and by the bars; an order opens to those who match, with why', async () => {
  const { stage } = boards;
  const emulator = await emulatorControl(stage);
  await stage.bringIn({ name: 'Host Four', numericId: '1004', cluster: 'webapp.com' });
  const target = (await meetingNamed(stage, 'Space 4')).id;
  const full = await stage.bringIn({ name: 'Unlucky Guest', numericId: '1001', cluster: 'webapp.com' });
  const fine = await stage.bringIn({ name: 'Lucky Guest', numericId: '1001', cluster: 'webapp.com' });
  await emulator.post('/faults', { fault: 'cannot-move', participant: full.id, times: 'once' });
  const { body } = await stage.api('/moves', { body: { participants: [full.id, fine.id], to: { meeting: target } }, headers: { prefer: 'wait=30' } });
  const order = (body as { id: string }).id;
  const page = await boards.open([]);
  await page.goto(`${stage.url}/moves`);
  const row = page.getByTestId(`order-${order}`);
  await row.waitFor();

  const bars = page.getByRole('region', { name: 'Why moves failed' });
  const tile = bars.getByRole('button', { name: 'Person cannot be moved' });
  await tile.click();
  await expect.poll(() => page.url()).toBe(`${stage.url}/moves?cause=cannot-move`);
  await page.getByText('1 move fits.').waitFor();
  await row.waitFor();
  expect(await page.getByRole('row').filter({ hasText: 'Limited Guest' }).count()).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);

  const cause = page.getByLabel('Filter by cause');
  expect(await cause.locator('option:checked').textContent()).toBe('Person cannot be moved (1)');
  await page.getByLabel('Filter by how it failed').selectOption('dropped');
  await page.getByText('No move failed like that').waitFor();
  await page.reload();
  await page.getByText('No move failed like that').waitFor();
  await page.getByLabel('Filter by how it failed').selectOption('nothing-happened');
  await row.click();

  await page.getByLabel(/Only who failed so: Nothing happened, Person cannot be moved \(1\)/).waitFor();
  await page.getByTestId(`item-${full.id}`).waitFor();
  expect(await page.getByTestId(`item-${fine.id}`).count()).toBe(0);
  await page.getByTestId(`item-${full.id}`).click();
  const details = page.getByRole('region', { name: 'Unlucky Guest' });
  await details.getByText('What shows it').waitFor();
  await page.keyboard.press('Escape');
  await page.getByLabel(/Only who failed so/).uncheck();
  await page.getByTestId(`item-${fine.id}`).waitFor();
  await page.getByRole('link', { name: 'Moves that fit the filter' }).click();
  await page.getByText('1 move fits.').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('row').filter({ hasText: 'Limited Guest' }).waitFor();
});

test('the bars have a table behind them, and whoever is limited is counted only what they are told', async () => {
  const { stage } = boards;
  const page = await boards.open([]);
  await page.goto(`${stage.url}/moves`);
  const bars = page.getByRole('region', { name: 'Why moves failed' });
  await bars.getByRole('button', { name: 'As a table' }).click();
  const table = bars.getByRole('table');
  await table.getByRole('row').filter({ hasText: 'Meeting was full' }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);

  const { cluster, space } = await meetingNamed(stage, 'Space 3');
  const scope = { clusters: [], spaces: [{ cluster: cluster.id, id: space }] };
  await stage.api('/people', { body: { name: 'Limited Lena', role: 'viewer', scope, password: 'correct horse battery' } });
  const limited = await boards.open([], {}, { name: 'Limited Lena', password: 'correct horse battery' });
  await limited.goto(`${stage.url}/moves?cause=participant-limit`);
  await limited.getByText('No move failed like that').waitFor();
  expect(await limited.getByText('Why moves failed').count()).toBe(0);
});
