import { expect, test } from 'vitest';
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
