import type { Ids } from '../../ids';
import { defaultsOf } from './database';
import type { ConfigurationObject, Database, Values } from './database';
import type { Refusal } from './failure';
import type { Given, Kind } from './kind';
import { kinds } from './kinds';

export type Written = { readonly ok: true; readonly object: ConfigurationObject } | { readonly ok: false; readonly refusal: Refusal };

/** Makes an object of `kind` with what is given; each value must be of its parameter's type already. */
export function createObject(database: Database, { kind, id, parent }: Omit<ConfigurationObject, 'values'>, given: Given, ids: Ids): Written {
  const needed = Object.entries(kinds[kind].parameters).flatMap(([name, parameter]) => (parameter.needed ? [name] : []));
  const invalid = needed.filter((name) => (given[name] ?? '') === '');
  if (invalid.length > 0) return { ok: false, refusal: { invalid } };
  return write(database, { kind, id, parent, values: defaultsOf(kind) }, given, ids);
}

/** Sets and unsets what is given, and leaves the rest as it is. */
export function changeObject(database: Database, object: ConfigurationObject, given: Given, ids: Ids): Written {
  const invalid = Object.entries(kinds[object.kind].parameters).flatMap(([name, { needed }]) => (needed && given[name] === null ? [name] : []));
  return invalid.length > 0 ? { ok: false, refusal: { invalid } } : write(database, object, given, ids);
}

function write(database: Database, before: ConfigurationObject, given: Given, ids: Ids): Written {
  const { complete, refuse } = kinds[before.kind];
  const stranger = danglingReference(database, before.kind, given);
  if (stranger !== null) return { ok: false, refusal: { tag: kinds[stranger].missing } };
  const changed = { ...before, values: merged(before, given) };
  const object = complete ? { ...changed, values: complete({ database, object: changed, given, ids }) } : changed;
  const refusal = duplicate(database, object) ?? refuse?.(database, object) ?? null;
  if (refusal) return { ok: false, refusal };
  database.put(object);
  return { ok: true, object };
}

/** Null unsets, which brings the default back where there is one; orders are not kept. */
function merged({ kind, values }: ConfigurationObject, given: Given): Values {
  const defaults = defaultsOf(kind);
  const next = new Map(Object.entries(values));
  for (const [name, wanted] of Object.entries(given)) {
    const value = wanted ?? defaults[name];
    if (kinds[kind].parameters[name]?.order) continue;
    if (value === undefined) next.delete(name);
    else next.set(name, value);
  }
  return Object.fromEntries(next);
}

function duplicate(database: Database, { kind, id, values }: ConfigurationObject): Refusal | null {
  for (const [name, { unique }] of Object.entries(kinds[kind].parameters)) {
    const value = values[name];
    if (unique && value !== undefined && database.lookUp(kind, name, value).some((other) => other.id !== id)) return { tag: unique };
  }
  return null;
}

function danglingReference(database: Database, kind: Kind, given: Given): Kind | null {
  for (const [name, value] of Object.entries(given)) {
    const type = kinds[kind].parameters[name]?.type;
    if (type?.is === 'reference' && value !== null && !database.get(type.to, value)) return type.to;
  }
  return null;
}
