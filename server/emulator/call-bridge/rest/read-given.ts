import type { Given, KindEntry } from '../../cluster/database/kind';
import type { Parameter } from '../../cluster/database/parameter';
import { existsIn } from '../version';
import { readBoolean, readNumber, readOneOf } from './parameters';
import type { Parameters, Read } from './parameters';

/**
 * The parameters of a kind that a form brings, as the database keeps them. An empty value unsets; what this version does
 * not know, or nobody may set, is ignored like any unknown parameter.
 * @returns the values, or the names of all parameters that cannot be read.
 */
export function readGiven(
  entry: KindEntry,
  version: string,
  form: Parameters,
  write: 'create' | 'change',
): { ok: true; given: Given } | { ok: false; invalid: string[] } {
  const given: Record<string, string | null> = {};
  const invalid: string[] = [];
  for (const [name, parameter] of Object.entries(entry.parameters)) {
    const value = form.get(name);
    if (value === null || !isOpen(parameter, write) || !existsIn(version, parameter)) continue;
    const read = value === '' ? null : readValue(parameter, value);
    if (read?.state === 'invalid') invalid.push(name);
    else given[name] = read?.state === 'value' ? String(read.value) : null;
  }
  return invalid.length > 0 ? { ok: false, invalid } : { ok: true, given };
}

function isOpen({ readOnly, hidden, fixed }: Parameter, write: 'create' | 'change'): boolean {
  return !readOnly && !hidden && !(fixed && write === 'change');
}

function readValue({ type, shape }: Parameter, value: string): Read<string | number | boolean> {
  switch (type.is) {
    case 'boolean':
      return readBoolean(value);
    case 'integer':
      return readNumber(value, type.least, type.most);
    case 'oneOf':
      return readOneOf(value, type.values);
    case 'text':
      if (Buffer.byteLength(value) > type.mostBytes || shape?.test(value) === false) return { state: 'invalid' };
      return { state: 'value', value: type.lowerCase ? value.toLowerCase() : value };
    case 'reference':
      return { state: 'value', value: value.toLowerCase() };
  }
}
