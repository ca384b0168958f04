const none: ReadonlyMap<string, string> = new Map();

/**
 * Parameters of a request, from its query or its form. Names are compared without regard to case, because clients and
 * documents differ in it; of a name that comes twice the last one counts. Source: `docs/cms-wire.md`, sections 1.1 and 11.1.
 */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;

  /** @param source text of a query or a form, or pairs of name and value */
  constructor(source: string | [string, string][]) {
    this.#values = source === '' ? none : new Map([...new URLSearchParams(source)].map(([name, value]) => [name.toLowerCase(), value]));
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }

  /** These parameters, and of `values` what they do not say. */
  over(values: Readonly<Record<string, string>>): Parameters {
    return new Parameters([...Object.entries(values), ...this.#values]);
  }
}

/** What one parameter holds: absent, a value, or something that cannot be read as one. */
export type Read<T> = { state: 'absent' } | { state: 'value'; value: T } | { state: 'invalid' };

/** `true` and `false`; `on` and `off` are sent by one client. */
export function readBoolean(text: string | null): Read<boolean> {
  if (text === null) return { state: 'absent' };
  if (/^(true|on)$/i.test(text)) return { state: 'value', value: true };
  return /^(false|off)$/i.test(text) ? { state: 'value', value: false } : { state: 'invalid' };
}

/** A whole number from `least` to `most`. */
export function readNumber(text: string | null, least: number, most: number): Read<number> {
  if (text === null) return { state: 'absent' };
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? { state: 'value', value } : { state: 'invalid' };
}

export function readOneOf<T extends string>(text: string | null, values: readonly T[]): Read<T> {
  if (text === null) return { state: 'absent' };
  const value = values.find((known) => known.toLowerCase() === text.toLowerCase());
  return value === undefined ? { state: 'invalid' } : { state: 'value', value };
}

/** Gathers changes from parameters, and the names of those that cannot be read. */
export class ParameterReader {
  readonly invalid: string[] = [];
  readonly #parameters: Parameters;

  constructor(parameters: Parameters) {
    this.#parameters = parameters;
  }

  boolean(name: string, take: (value: boolean) => void): void {
    this.#take(name, readBoolean(this.#parameters.get(name)), take);
  }

  number(name: string, least: number, most: number, take: (value: number) => void): void {
    this.#take(name, readNumber(this.#parameters.get(name), least, most), take);
  }

  oneOf<T extends string>(name: string, values: readonly T[], take: (value: T) => void): void {
    this.#take(name, readOneOf(this.#parameters.get(name), values), take);
  }

  /** `take` gets null for an empty value, which unsets. */
  orUnset(name: string, take: (value: string | null) => boolean): void {
    const value = this.#parameters.get(name);
    if (value !== null && !take(value === '' ? null : value)) this.invalid.push(name);
  }

  #take<T>(name: string, read: Read<T>, take: (value: T) => void): void {
    if (read.state === 'value') take(read.value);
    if (read.state === 'invalid') this.invalid.push(name);
  }
}
