import { expect, test } from 'vitest';
import { boardsForTests } from '../support/boards';
import { column, row } from '../support/pages';
import { meetingNamed } from '../support/stage';

const boards = boardsForTests();

test('whoever drags faster than the code for it comes has lifted somebody once it is there, without moving on', async () => {
  const { stage } = boards;
  for (const [name, numericId] of [['Quick Guest', '1001'], ['Host One', '1001'], ['Host Two', '1002']] as const) await stage.bringIn({ name, numericId, cluster: 'webapp.com' });
  const [space1, space2] = [await meetingNamed(stage, 'Space 1'), await meetingNamed(stage, 'Space 2')];
  const page = await boards.open([space1, space2]);
  const guest = await row(page, space1.id, 'Quick Guest').boundingBox();
  const target = await column(page, space2.id).boundingBox();
  if (!guest || !target) throw new Error('They have no place on the page.');
  let comes = (): void => undefined;
  const held = new Promise<void>((resolve) => (comes = resolve));
  await page.route('**/*.js*', async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest('**/*.js*');
  await page.mouse.move(guest.x + 60, guest.y + guest.height / 2);
  await page.mouse.down();
  await page.mouse.move(guest.x + 80, guest.y + guest.height / 2 + 8, { steps: 4 });
  await asked;
  expect(await column(page, space2.id).getByTestId('column-answer').count()).toBe(0);
  comes();
  await column(page, space2.id).getByTestId('column-answer').waitFor();
  await page.mouse.move(target.x + target.width / 2, target.y + 200, { steps: 4 });
  await column(page, space2.id).and(page.locator('[data-over]')).waitFor();
  await page.mouse.up();
  await row(page, space2.id, 'Quick Guest').waitFor();
});
