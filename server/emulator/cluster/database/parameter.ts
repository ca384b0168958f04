import type { ConfigurationObject, Database } from './database';
import type { ConfigurationFailure } from './failure';
import type { Kind } from './kind';

/** What a parameter can hold. Values are kept as the text that the API writes: `true`, `12`, an id in lower case. */
export type ValueType =
  | { readonly is: 'boolean' }
  | { readonly is: 'integer'; readonly least: number; readonly most: number }
  | { readonly is: 'oneOf'; readonly values: readonly string[] }
  | { readonly is: 'text'; readonly mostBytes: number; readonly lowerCase: boolean }
  | { readonly is: 'reference'; readonly to: Kind };

/** A column of the database and an element of the API in one. */
export interface Parameter extends ParameterOptions {
  readonly type: ValueType;
}

interface ParameterOptions {
  /** Shown in the entries of a list too, and not only when the one object is asked for. */
  readonly shown?: 'list';
  /** What the API does not know of: neither shown nor set by clients. */
  readonly hidden?: true;
  /** Something to be done once, which is neither kept nor shown. */
  readonly order?: true;
  /** What it holds until something else is set, and again once it is unset. Without one it is absent. */
  readonly default?: string;
  /** An object cannot be without it. */
  readonly needed?: true;
  /** Clients set it when they make the object, and never again. */
  readonly fixed?: true;
  /** Clients cannot set it. */
  readonly readOnly?: true;
  /** No two objects of the kind hold the same; the failure says so. Objects can be looked up by it. */
  readonly unique?: ConfigurationFailure;
  /** Objects are looked up by its value, as they always are by what they refer to. */
  readonly indexed?: true;
  /** What a text must look like. */
  readonly shape?: RegExp;
  /** Version that brought it. */
  readonly since?: string;
  /** First version that has it no longer. */
  readonly goneIn?: string;
  /** Counted or looked up whenever it is read. */
  readonly computed?: (database: Database, object: ConfigurationObject) => string | null;
}

export function boolean(options: ParameterOptions = {}): Parameter {
  return { type: { is: 'boolean' }, ...options };
}

/** A whole number; both bounds are allowed. */
export function integer(least: number, most: number, options: ParameterOptions = {}): Parameter {
  return { type: { is: 'integer', least, most }, ...options };
}

export function oneOf(values: readonly string[], options: ParameterOptions = {}): Parameter {
  return { type: { is: 'oneOf', values }, ...options };
}

/** Text of at most so many bytes of UTF-8. */
export function text(mostBytes: number, options: ParameterOptions = {}): Parameter {
  return { type: { is: 'text', mostBytes, lowerCase: false }, ...options };
}

/** An address: stored in lower case. Source: `docs/cms-wire.md`, section 11.2. */
export function address(options: ParameterOptions = {}): Parameter {
  return { type: { is: 'text', mostBytes: 255, lowerCase: true }, ...options };
}

export function reference(to: Kind, options: ParameterOptions = {}): Parameter {
  return { type: { is: 'reference', to }, ...options };
}
