import { expect, it } from 'vitest';
import { hueOf, initialsOf } from './person-look';

it.each([
  ['Ana Web', 'AW'],
  ['ana', 'A'],
  ['  Dr. Maximiliane von und zu Hohenlohe ', 'DH'],
  ['李小龙', '李'],
  ["Liam O'Brien", 'LO'],
  ['Мария Иванова', 'МИ'],
  ['(guest) 7', 'G7'],
  ['👩‍👩‍👧', '?'],
  ['', '?'],
])('makes %j into %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

it('gives a name the same hue each time, and many names many hues', () => {
  const names = Array.from({ length: 100 }, (_, index) => `Guest ${index}`);
  expect(names.map(hueOf)).toEqual(names.map(hueOf));
  expect(new Set(names.map(hueOf)).size).toBeGreaterThan(7);
});
