import { beforeEach, expect, test } from 'vitest';
import { emptyBook, listed, listedCall } from './example-answers';
import type { FactBook } from './fact-book';
import type { FactIntake } from './fact-intake';

let book: FactBook;
let intake: FactIntake;
beforeEach(() => {
  ({ book, intake } = emptyBook());
});

test('a bridge that tells of more calls than there can be is not believed beyond a bound', () => {
  const entries = Array.from({ length: 10_050 }, (_, number) => ({ call: `call ${number}`, updateType: 'add' as const, name: '' }));
  expect(intake.callEntries(entries)).toHaveLength(10_000);
  expect([book.refused, book.calls().length]).toEqual([50, 10_000]);
});

test('a call that ends takes its people along', () => {
  intake.listed([listedCall], [listed], book.tick);
  expect(book.callGone('c1', 'allLeft')).toEqual([{ fact: 'call-gone', id: 'c1', reason: 'allLeft' }]);
  expect(book.callOf('p1')).toBeNull();
});
