import { expect, test } from 'vitest';
import { sortableId } from '@/server/sortable-id';

test('ids of later moments sort after those of earlier ones, and no two are the same', () => {
  const ids = Array.from({ length: 5_000 }, (_, at) => sortableId(1_000 + at));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(Array.from({ length: 5_000 }, () => sortableId(7))).size).toBe(5_000);
  expect(ids.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
});
