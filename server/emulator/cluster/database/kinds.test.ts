import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kindNames, kinds } from './kinds';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test.each(kindNames)('the README lists %s with the methods and the version that it has', (kind) => {
  const { path, writes, since = '' } = kinds[kind];
  const verbs = { create: 'POST', change: 'PUT', delete: 'DELETE' };
  const methods = ['GET', ...writes.map((write) => verbs[write])].join(', ');
  expect(readme).toContain(`| \`${path.replace(':parent', '<id>')}\` | ${methods} | ${since}${since === '' ? '' : ' '}|`);
});

test.each(kindNames)('what %s filter by and what they default to are parameters of theirs', (kind) => {
  const { parameters, filters = {} } = kinds[kind];
  const named = Object.values(filters).flatMap((filter) => ('contains' in filter ? filter.contains : 'equals' in filter ? [filter.equals] : []));
  for (const name of named) expect(Object.keys(parameters)).toContain(name);
  for (const [name, { type, default: value }] of Object.entries(parameters)) {
    if (value === undefined) continue;
    if (type.is === 'boolean') expect(['true', 'false'], name).toContain(value);
    if (type.is === 'oneOf') expect(type.values, name).toContain(value);
  }
});
