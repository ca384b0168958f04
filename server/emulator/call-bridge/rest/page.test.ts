import { expect, test } from 'vitest';
import { matchesFilter, page } from './page';
import { Parameters } from './parameters';

const letters = [...'abcdefghijklm'];
const ask = (query: string) => page(new Parameters(query), 'letters', 10, letters, (letter) => letter);

test.each([
  ['', '<letters total="13">abcdefghij</letters>'],
  ['limit=3', '<letters total="13">abc</letters>'],
  ['limit=1000', '<letters total="13">abcdefghij</letters>'],
  ['OFFSET=10', '<letters total="13">klm</letters>'],
  ['offset=13', '<letters total="13"></letters>'],
  ['limit=0', '<letters total="13"></letters>'],
])('?%s gives %s', (query, xml) => {
  expect(ask(query)).toEqual({ ok: true, xml });
});

test.each(['limit=-1', 'limit=', 'offset=1.5', 'offset=99999999999', 'limit=0x10'])('?%s is a parameter error', (query) => {
  expect(ask(query)).toMatchObject({ ok: false, answer: { status: 400 } });
});

test('a filter is any part of a value, in any case', () => {
  expect(matchesFilter(new Parameters('filter=SPACE'), 'My space', null)).toBe(true);
  expect(matchesFilter(new Parameters('filter=x'), 'My space', null)).toBe(false);
});
