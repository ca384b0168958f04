import { expect, test } from 'vitest';
import type { Problem } from '@/lib/problem/problem';
import { fieldErrors } from '@/components/forms/field-errors';

const invalid = (...errors: { path: string; message: string }[]): Problem => ({ code: 'invalid', detail: 'Not understood.', errors });

test('each error stands at its field, and then not above the form as well', () => {
  const problem = invalid({ path: 'name', message: 'Give a name.' }, { path: 'password', message: 'Too short.' });
  expect(fieldErrors(problem, ['name', 'password'])).toEqual({ fields: { name: 'Give a name.', password: 'Too short.' }, rest: null });
});

test('of several errors at one field the first is shown', () => {
  const problem = invalid({ path: 'name', message: 'First.' }, { path: 'name', message: 'Second.' });
  expect(fieldErrors(problem, ['name']).fields).toEqual({ name: 'First.' });
});

test('an error below a field belongs to it, but a longer name does not', () => {
  expect(fieldErrors(invalid({ path: 'trust.value', message: 'Paste it.' }), ['trust']).fields).toEqual({ trust: 'Paste it.' });
  expect(fieldErrors(invalid({ path: 'username', message: 'x' }), ['user'])).toEqual({ fields: {}, rest: 'x' });
});

test('an error without a field is not lost', () => {
  const problem = invalid({ path: 'name', message: 'a' }, { path: 'id', message: 'No such person.' });
  expect(fieldErrors(problem, ['name']).rest).toBe('No such person.');
});

test('a problem without errors is said above the form', () => {
  expect(fieldErrors({ code: 'conflict', detail: 'Taken.' }, ['name'])).toEqual({ fields: {}, rest: 'Taken.' });
  expect(fieldErrors(null, ['name'])).toEqual({ fields: {}, rest: null });
});
