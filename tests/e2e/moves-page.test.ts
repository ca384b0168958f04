import { expect, test } from 'vitest';
import { boardsForTests } from '../support/boards';
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
