/** Between what a clock's lead over another's must be, in milliseconds; infinite where nothing bounds it. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** How much more the clock `of` shows than the clock `over`. */
export interface Bound extends Bounds {
  readonly of: string;
  readonly over: string;
}

/** What is known together of the leads of several clocks: each bound says something of others, as the sides of a triangle do. */
export class ClockBounds {
  readonly #names: readonly string[];
  /** The most by which the clock of a column can lead that of a row. */
  readonly #most: number[][];

  constructor(bounds: readonly Bound[]) {
    this.#names = [...new Set(bounds.flatMap(({ of, over }) => [of, over]))].sort();
    this.#most = this.#names.map((_, row) => this.#names.map((__, column) => (row === column ? 0 : Infinity)));
    for (const bound of bounds) this.#put(bound);
    for (let by = 0; by < this.#names.length; by += 1) this.#tighten(by);
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** Whether all of it can be so at once. */
  get isPossible(): boolean {
    return this.#most.every((row, at) => (row[at] ?? 0) >= 0);
  }

  lead(of: string, over: string): Bounds {
    return { low: -this.#at(of, over), high: this.#at(over, of) };
  }

  #put({ of, over, low, high }: Bound): void {
    this.#lower(over, of, high);
    this.#lower(of, over, -low);
  }

  #lower(row: string, column: string, ms: number): void {
    const [from, to] = [this.#names.indexOf(row), this.#names.indexOf(column)];
    const line = this.#most[from];
    if (line) line[to] = Math.min(line[to] ?? Infinity, ms);
  }

  #tighten(by: number): void {
    for (const row of this.#most) {
      for (let to = 0; to < row.length; to += 1) row[to] = Math.min(row[to] ?? Infinity, (row[by] ?? Infinity) + (this.#most[by]?.[to] ?? Infinity));
    }
  }

  #at(row: string, column: string): number {
    return this.#most[this.#names.indexOf(row)]?.[this.#names.indexOf(column)] ?? Infinity;
  }
}
