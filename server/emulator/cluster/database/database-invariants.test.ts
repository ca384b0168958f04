import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIds } from '../../ids';
import { Database } from './database';
import type { ConfigurationObject } from './database';
import type { Kind } from './kind';
import { kindNames, kinds } from './kinds';
import { changeObject, createObject } from './write';

/** What somebody may try. Numbers choose among what there is at that moment, or among a few values. */
const attempt = fc.record({
  does: fc.constantFrom('create' as const, 'create' as const, 'change' as const, 'remove' as const),
  kind: fc.constantFrom(...kindNames.filter((kind) => !kinds[kind].single && kind !== 'coSpaceUsers')),
  object: fc.nat({ max: 9 }),
  values: fc.array(fc.nat({ max: 5 }), { minLength: 40, maxLength: 40 }),
});

type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

function take(database: Database, { does, kind, object, values }: Attempt, id: string): void {
  const ids = createIds(id);
  const any = (of: Kind, number: number): string | null => database.list(of)[number]?.id ?? null;
  const given = Object.fromEntries(
    Object.entries(kinds[kind].parameters).flatMap(([name, { type, readOnly, order }], index) => {
      const number = values[index % values.length] ?? 0;
      if (readOnly || order || number === 5) return [];
      if (type.is === 'reference') return [[name, any(type.to, number)]];
      return type.is === 'text' && !name.startsWith('owner') ? [[name, number === 0 ? null : `text ${number}`]] : [];
    }),
  );
  const found = database.list(kind)[object];
  const parent = kinds[kind].parent === undefined ? null : any(kinds[kind].parent, object);
  if (does === 'create' && (parent !== null || kinds[kind].parent === undefined)) createObject(database, { kind, id, parent }, given, ids);
  if (does === 'change' && found) changeObject(database, found, given, ids);
  if (does === 'remove' && found) database.remove(kind, found.id);
}

function faults(database: Database): string[] {
  const all = kindNames.flatMap((kind) => database.list(kind));
  return all.flatMap((object) => [...danglingOf(database, object), ...unfoundOf(database, object)]);
}

function danglingOf(database: Database, { kind, parent, values }: ConfigurationObject): string[] {
  const { parameters, parent: above } = kinds[kind];
  const orphan = above !== undefined && !database.get(above, parent ?? '') ? [`a member of ${kind} belongs to nothing`] : [];
  const dangling = Object.entries(values).filter(([name, value]) => {
    const type = parameters[name]?.type;
    return type?.is === 'reference' && !database.get(type.to, value);
  });
  return [...orphan, ...dangling.map(([name]) => `${name} of a member of ${kind} refers to nothing`)];
}

function unfoundOf(database: Database, { kind, values }: ConfigurationObject): string[] {
  const looked = Object.entries(kinds[kind].parameters).filter(([, { indexed, unique, type }]) => indexed || unique || type.is === 'reference');
  return looked.flatMap(([name]) => {
    const value = values[name];
    if (value === undefined) return [];
    const scanned = database.list(kind).filter((other) => other.values[name] === value).map(({ id }) => id);
    const found = database.lookUp(kind, name, value).map(({ id }) => id);
    return scanned.sort().join() === found.sort().join() ? [] : [`${name} of ${kind} is not found by ${value}`];
  });
}

test('whatever is made, changed and deleted, nothing dangles and everything is found by what it holds', () => {
  fc.assert(
    fc.property(fc.array(attempt, { minLength: 20, maxLength: 60 }), (attempts) => {
      const database = new Database();
      attempts.forEach((one, index) => take(database, one, `id ${index}`));
      expect(faults(database)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
