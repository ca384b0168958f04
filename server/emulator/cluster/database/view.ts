import type { ConfigurationObject, Database } from './database';
import type { Kind } from './kind';

/** The objects of one kind, read as `T`: a map that follows the database and cannot be written to. */
export interface View<T> {
  readonly size: number;
  get(id: string): T | undefined;
  has(id: string): boolean;
  keys(): Iterable<string>;
  values(): Iterable<T>;
}

/** @param read makes a `T` of an object; asked once for each version of an object. */
export function view<T>(database: Database, kind: Kind, read: (object: ConfigurationObject) => T): View<T> {
  const known = new WeakMap<ConfigurationObject, T>();
  const reading = (object: ConfigurationObject): T => {
    const value = known.get(object) ?? read(object);
    known.set(object, value);
    return value;
  };
  return {
    get size() {
      return database.count(kind);
    },
    get: (id) => {
      const object = database.get(kind, id);
      return object && reading(object);
    },
    has: (id) => database.get(kind, id) !== undefined,
    keys: () => database.list(kind).map(({ id }) => id),
    values: () => database.list(kind).map(reading),
  };
}
