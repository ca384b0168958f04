import { expect, test } from 'vitest';
import { initialsOf } from '@/components/ui/initials';

test.each([
  ['Ana Silva', 'AS'],
  ['madonna', 'M'],
  ['María José García', 'MG'],
  ['søren.petrović@example.com', 'SC'],
  ['李小龙', '李'],
  ['  ', '?'],
  ['🎉 party', 'P'],
])('%s is shown as %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
