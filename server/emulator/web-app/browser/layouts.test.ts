import { expect, it } from 'vitest';
import { arrangementOf } from './layouts';

it.each([
  ['automatic', 9, 'equal'],
  ['automatic', 10, 'side'],
  ['allEqual', 40, 'equal'],
  ['allEqualNinths', 4, 'equal'],
  ['onePlusN', 4, 'side'],
  ['onePlusSeven', 4, 'side'],
  ['stacked', 4, 'below'],
  ['telepresence', 4, 'below'],
  ['speakerOnly', 4, 'alone'],
  ['something new', 4, 'equal'],
])('arranges %s with %i people as %s', (layout, people, arrangement) => {
  expect(arrangementOf(layout, people)).toBe(arrangement);
});
