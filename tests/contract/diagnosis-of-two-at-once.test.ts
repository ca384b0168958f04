import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { faults } from '@/lib/trace/faults';
import { diagnosed, misled } from '../support/diagnosed-logs';
import { LoggedFaults, type LoggedRow } from '../support/logged-faults';
import { shaken, shakes, shaking } from '../support/shaken-logs';

let house: LoggedFaults;

beforeAll(async () => {
  house = await LoggedFaults.open();
});
afterAll(() => house.close());
afterEach(() => house.clear());

const whole = { lost: 0 };
/** Of a move of which hardly a line is left nobody knows, so that what no line says whose it is can be taken for the other's. */
const nearlyWhole = shakes.map((shake) => ({ ...shake, lost: Math.min(shake.lost, 50) }));
const causeOf = (row: LoggedRow) => (row === 'none' ? 'joined' : (faults[row].causes[0] ?? 'joined'));

test.each([
  ['none', 'client-left'],
  ['client-silent', 'none'],
  ['client-silent', 'web-bridge-unreachable'],
  ['bridge-ignores', 'none'],
  ['bridge-ignores', 'guest-account-not-stored'],
  ['guest-account-not-stored', 'none'],
  ['participant-limit', 'no-capacity'],
  ['link-down', 'guest-account-not-stored'],
  ['wrong-numeric-id', 'none'],
  ['wrong-numeric-id', 'client-left'],
  ['token-expired', 'none'],
  ['token-expired', 'client-left'],
  ['token-missing', 'token-unknown'],
  ['client-silent', 'token-unknown'],
  ['encryption-required', 'client-left'],
  ['moved-again', 'token-missing'],
  ['token-expired', 'token-expired'],
] as const)('%s and %s at the same time are each told for what they are, or not surely: never one for the other', async (...rows) => {
  const { people, logs } = await house.moved(...rows);
  const found = diagnosed(logs);
  for (const [at, row] of rows.entries()) expect(misled(found, people[at] ?? '', causeOf(row), whole)).toEqual([]);
  const property = fc.asyncProperty(nearlyWhole, async (shake) => {
    await setImmediate();
    const again = diagnosed(shaken(logs, shake));
    for (const [at, row] of rows.entries()) expect(misled(again, people[at] ?? '', causeOf(row), shake)).toEqual([]);
  });
  await fc.assert(property, shaking(25));
});
