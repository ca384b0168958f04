import { expect, test } from 'vitest';
import { boardViewFrom, boardViewText, mostDrawn } from '@/lib/meeting/board-view';

test('what was written is read again', () => {
  const view = { columns: 5, people: 26, meetings: ['8f3e-a', 'b:2', 'c_3'] };
  expect(boardViewText(view)).toBe('5x26.8f3e-a.b:2.c_3');
  expect(boardViewFrom(boardViewText(view))).toEqual(view);
});

test('no more is asked for than the server draws', () => {
  const meetings = Array.from({ length: 40 }, (_, n) => `m${n}`);
  const drawn = { ...mostDrawn, meetings: meetings.slice(0, mostDrawn.columns) };
  expect(boardViewFrom(boardViewText({ columns: 40, people: 90, meetings }))).toEqual(drawn);
  expect(boardViewFrom(`99x99.${meetings.join('.')}`)).toEqual(drawn);
  expect(boardViewFrom('0x0')).toEqual({ columns: 1, people: 1, meetings: [] });
});

test('a meeting with a strange id ends the list, so that no column stands in the place of another', () => {
  expect(boardViewText({ columns: 4, people: 30, meetings: ['a', 'b;c', 'd'] })).toBe('4x30.a');
});

test('what nobody wrote is a view of ordinary size', () => {
  for (const text of [undefined, '', 'x', '5x', '5x26.', '5x26.a b', `5x26.${'a'.repeat(65)}`, '-1x5', '100x2']) {
    expect(boardViewFrom(text), text).toEqual({ columns: 4, people: 30, meetings: [] });
  }
});
