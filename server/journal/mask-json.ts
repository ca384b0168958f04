import { isSecretName, masked } from '@/server/journal/mask';

const hidden = '********';
/** JSON is not nested as deep but by somebody who wants it to be: beyond that nothing is shown. */
const deepest = 24;

/** What JSON holds, without what goes by the name of a secret, and without the secrets in its texts; JSON within texts as JSON. */
export function maskedJson(value: unknown, parse: (text: string) => unknown, depth = 0): unknown {
  if (depth > deepest) return hidden;
  const inner = (one: unknown) => maskedJson(one, parse, depth + 1);
  if (typeof value === 'string') {
    const within = parse(value);
    return within === undefined ? masked(value) : JSON.stringify(inner(within));
  }
  if (Array.isArray(value)) return value.map(inner);
  if (typeof value !== 'object' || value === null) return value;
  const called = Object.values(value).some((one) => typeof one === 'string' && isSecretName(one)) && 'value' in value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, isSecretName(name) || (called && name === 'value') ? hidden : inner(one)]));
}
