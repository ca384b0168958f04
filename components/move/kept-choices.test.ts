import { expect, test } from 'vitest';
import { usualChoices } from '@/lib/move/choices';
import { parseChoices } from '@/components/move/kept-choices';

test('what was chosen is read back', () => {
  expect(parseChoices('{"settings":"keep","lobby":"admit"}')).toEqual({ settings: 'keep', lobby: 'admit' });
});

test.each([null, '', 'no json', '7', '{"settings":"all","lobby":4}'])('of %j nothing is taken over', (text) => {
  expect(parseChoices(text)).toEqual(usualChoices);
});
