import { expect, test } from 'vitest';
import { livePageOf } from '@/components/queries/live-page';

const form = livePageOf<{ id: string }>();
const page = { items: [{ id: 'a', name: 'b' }], nextCursor: null, sequence: 'e-1' };

test('a page comes out as it went in', () => {
  expect(form.safeParse(page)).toEqual({ success: true, data: page });
});

test.each([null, [], 'page', { ...page, items: null }, { ...page, items: [null] }, { ...page, items: [{ id: 1 }] }, { items: page.items }])(
  '%j is no page',
  (body) => {
    expect(form.safeParse(body).success).toBe(false);
  },
);
