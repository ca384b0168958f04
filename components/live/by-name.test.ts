import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByName } from '@/components/live/by-name';

const named = (id: string, name: string) => ({ id, name });

function listed(...things: { id: string; name: string }[]) {
  const all = new Map(things.map((thing) => [thing.id, thing]));
  const byName = new ByName(() => all);
  return { all, byName, names: () => byName.list.map(({ name }) => name) };
}

test('a number in a name counts as a number, and capitals do not count', () => {
  const { names } = listed(named('1', 'Space 10'), named('2', 'space 9'), named('3', 'Atrium'));
  expect(names()).toEqual(['Atrium', 'space 9', 'Space 10']);
});

test('the list is one array until something in it changes', () => {
  const { all, byName } = listed(named('1', 'a'), named('2', 'b'));
  const before = byName.list;
  expect(byName.list).toBe(before);
  const next = named('2', 'b');
  all.set('2', next);
  byName.changed({ reorder: false });
  expect(byName.list).not.toBe(before);
  expect(byName.list[1]).toBe(next);
});

test('however people come, go and are renamed, the list is what sorting everybody gives', () => {
  const deed = fc.record({ id: fc.integer({ min: 0, max: 20 }), name: fc.option(fc.string({ maxLength: 3 })) });
  fc.assert(
    fc.property(fc.array(deed), (deeds) => {
      const { all, byName } = listed();
      for (const { id, name } of deeds) {
        if (name === null) all.delete(String(id));
        else all.set(String(id), named(String(id), name));
        byName.changed({ reorder: true });
        const whole = new ByName(() => all);
        expect(byName.list).toEqual(whole.list);
      }
    }),
  );
});
