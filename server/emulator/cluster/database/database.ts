import type { Kind } from './kind';
import { kindNames, kinds } from './kinds';

/** Values by parameter name, as the API writes them; what is not set is not there. */
export type Values = Readonly<Record<string, string>>;

/** One row. It is never changed, only replaced by another of the same id. */
export interface ConfigurationObject {
  readonly kind: Kind;
  readonly id: string;
  /** Id of the object that it belongs to; null if it stands alone. */
  readonly parent: string | null;
  readonly values: Values;
}

/**
 * The objects of a cluster's configuration, in the order in which they were made. It knows who belongs to whom and who
 * refers to whom, so that what is deleted leaves nothing dangling. It checks no values: see `write.ts`.
 */
export class Database {
  readonly #objects = new Map(kindNames.map((kind) => [kind, new Map<string, ConfigurationObject>()]));
  /** Objects by what they are looked up by; see `keysOf`. */
  readonly #index = new Map<string, Map<string, ConfigurationObject>>();

  readonly #followers = new Map<Kind, (() => void)[]>();

  constructor() {
    for (const kind of kindNames) if (kinds[kind].single === 'perCluster') this.put({ kind, id: kind, parent: null, values: defaultsOf(kind) });
  }

  get(kind: Kind, id: string): ConfigurationObject | undefined {
    return this.#objects.get(kind)?.get(id);
  }

  /** All of a kind, or those that belong to `parent`. */
  list(kind: Kind, parent: string | null = null): readonly ConfigurationObject[] {
    const found = parent === null ? this.#objects.get(kind) : this.#index.get(keyOf(kind, ':parent', parent));
    return [...(found?.values() ?? [])];
  }

  count(kind: Kind): number {
    return this.#objects.get(kind)?.size ?? 0;
  }

  /** Those of a kind that hold this value in an indexed parameter. */
  lookUp(kind: Kind, parameter: string, value: string): readonly ConfigurationObject[] {
    return [...(this.#index.get(keyOf(kind, parameter, value))?.values() ?? [])];
  }

  /** Everything that refers to an object, each with the parameters by which it does. */
  referring(to: Kind, id: string): readonly { object: ConfigurationObject; parameters: readonly string[] }[] {
    return kindNames.flatMap((kind) => {
      const names = referencesTo(kind, to);
      const found = new Set(names.flatMap((name) => this.lookUp(kind, name, id)));
      return [...found].map((object) => ({ object, parameters: names.filter((name) => object.values[name] === id) }));
    });
  }

  /** Adds an object, or replaces the one of the same id. */
  put(object: ConfigurationObject): void {
    const before = this.get(object.kind, object.id);
    if (before) this.#unindex(before);
    this.#objects.get(object.kind)?.set(object.id, object);
    for (const key of keysOf(object)) {
      const entries = this.#index.get(key) ?? new Map<string, ConfigurationObject>();
      this.#index.set(key, entries.set(object.id, object));
    }
    this.#tell(object.kind);
  }

  /** Removes an object with all that belongs to it; whoever referred to one of these does so no longer. */
  remove(kind: Kind, id: string): void {
    const object = this.get(kind, id);
    if (!object) return;
    for (const child of kindNames) {
      if (kinds[child].parent === kind) for (const { id: childId } of this.list(child, id)) this.remove(child, childId);
    }
    this.#unindex(object);
    this.#objects.get(kind)?.delete(id);
    this.#tell(kind);
    for (const { object: referrer, parameters } of this.referring(kind, id)) {
      const kept = Object.entries(referrer.values).filter(([name]) => !parameters.includes(name));
      this.put({ ...referrer, values: Object.fromEntries(kept) });
    }
  }

  /** `listener` is called after each change of an object of that kind. */
  follow(kind: Kind, listener: () => void): void {
    this.#followers.set(kind, [...(this.#followers.get(kind) ?? []), listener]);
  }

  #tell(kind: Kind): void {
    for (const listener of this.#followers.get(kind) ?? []) listener();
  }

  #unindex(object: ConfigurationObject): void {
    for (const key of keysOf(object)) {
      const entries = this.#index.get(key);
      entries?.delete(object.id);
      if (entries?.size === 0) this.#index.delete(key);
    }
  }
}

/** What a new object of a kind holds before anything is set. */
export function defaultsOf(kind: Kind): Values {
  const entries = Object.entries(kinds[kind].parameters);
  return Object.fromEntries(entries.flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value]])));
}

/** References, and what the table says. Worked out once, because every change asks for it. */
const indexedParameters = new Map(
  kindNames.map((kind) => {
    const entries = Object.entries(kinds[kind].parameters);
    return [kind, entries.filter(([, { type, indexed, unique }]) => type.is === 'reference' || indexed || unique).map(([name]) => name)];
  }),
);

function keyOf(kind: Kind, parameter: string, value: string): string {
  return `${kind}/${parameter}/${value}`;
}

function keysOf({ kind, parent, values }: ConfigurationObject): string[] {
  const keys = (indexedParameters.get(kind) ?? []).flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [keyOf(kind, name, value)];
  });
  return parent === null ? keys : [...keys, keyOf(kind, ':parent', parent)];
}

function referencesTo(kind: Kind, to: Kind): string[] {
  return Object.entries(kinds[kind].parameters).flatMap(([name, { type }]) => (type.is === 'reference' && type.to === to ? [name] : []));
}
