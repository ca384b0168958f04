import { expect, test } from 'vitest';
import { boardsForTests } from '../support/boards';
import { boxOf, column, drag, row } from '../support/pages';
import { meetingNamed } from '../support/stage';

const boards = boardsForTests();

test('where somebody leaves under the press nobody is lifted in their place', async () => {
  const { stage } = boards;
  for (const [name, numericId] of [['Host One', '1001'], ['Host Two', '1002'], ['Put Back', '1001']] as const) await stage.bringIn({ name, numericId, cluster: 'webapp.com' });
  const leaver = await stage.bringIn({ name: 'Zoe Leaver', numericId: '1001', cluster: 'webapp.com' });
  const [space1, space2] = [await meetingNamed(stage, 'Space 1'), await meetingNamed(stage, 'Space 2')];
  const page = await boards.open([space1, space2]);
  await drag(page, row(page, space1.id, 'Put Back'), column(page, space1.id));
  await page.getByTestId('board-announcement').filter({ hasText: 'Put back.' }).waitFor();

  const going = row(page, space1.id, 'Zoe Leaver');
  await going.hover();
  const { x, y } = await boxOf(going);
  await page.mouse.down();
  await stage.sendAway(leaver.id);
  await going.waitFor({ state: 'detached' });
  await page.mouse.move(x + 40, y + 200, { steps: 8 });
  expect(await column(page, space2.id).getByTestId('column-answer').count()).toBe(0);
  await page.mouse.up();

  await drag(page, row(page, space1.id, 'Put Back'), column(page, space2.id));
  await row(page, space2.id, 'Put Back').waitFor();
});
