import { compareNames } from '@/lib/meeting/compare-names';

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * Things in the order of their names: one array until one of them changes. The order outlives changes that do not touch
 * names, and sorting anew starts from the order before, so that one newcomer among thousands costs little.
 */
export class ByName<T extends Named> {
  readonly #all: () => ReadonlyMap<string, T>;
  readonly #ids: () => Iterable<string>;
  #order: readonly string[] = [];
  #inOrder = false;
  #list: readonly T[] | null = null;

  /** @param ids which of them are in the list; all unless told otherwise */
  constructor(all: () => ReadonlyMap<string, T>, ids: () => Iterable<string> = () => all().keys()) {
    this.#all = all;
    this.#ids = ids;
  }

  get list(): readonly T[] {
    if (this.#list) return this.#list;
    const all = this.#all();
    const found = (this.#inOrder ? this.#order : this.#present()).flatMap((id) => all.get(id) ?? []);
    if (!this.#inOrder) {
      found.sort(byName);
      this.#order = found.map(({ id }) => id);
      this.#inOrder = true;
    }
    this.#list = found;
    return found;
  }

  /** As they stand until something is different, in an order that another program has made. */
  begin(list: readonly T[]): void {
    this.#list = list;
  }

  /** Something in the list is different. `reorder`: somebody has come or gone, or has another name. */
  changed({ reorder }: { reorder: boolean }): void {
    this.#list = null;
    if (reorder) this.#inOrder = false;
  }

  /** Those who stood here before as they stood, then whoever is new. */
  #present(): string[] {
    const present = new Set(this.#ids());
    const stayed = this.#order.filter((id) => present.delete(id));
    return [...stayed, ...present];
  }
}

function byName(a: Named, b: Named): number {
  return compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
