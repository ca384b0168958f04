import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FaultCause, FaultName } from '@/lib/trace/faults';
import { diagnosed, misled } from '../support/diagnosed-logs';
import { addPerson } from '../support/emulated-bridge';
import { LoggedFaults } from '../support/logged-faults';
import { logOf } from '../support/node-logs';
import { shaken, shakes, shaking } from '../support/shaken-logs';

/** What the logs of all nodes tell of each fault: its cause; that there was no move, since none was asked for; or that all went well. */
const told: Record<Exclude<FaultName, 'port-closed' | 'wrong-certificate'>, FaultCause | 'silent' | 'joined'> = {
  'request-dropped': 'silent',
  'request-reset': 'silent',
  'web-page-answers': 'silent',
  'bridge-busy': 'bridge-busy',
  'credentials-refused': 'unauthorized',
  'cannot-move': 'cannot-move',
  'bridge-ignores': 'bridge-ignored',
  'target-gone': 'target-gone',
  'participant-limit': 'participant-limit',
  'link-down': 'peer-unreachable',
  'no-capacity': 'no-capacity',
  'guest-account-not-stored': 'guest-account-not-stored',
  'web-bridge-unreachable': 'web-bridge-unreachable',
  'client-silent': 'client-silent',
  'client-left': 'client-left',
  'token-missing': 'token-missing',
  'token-expired': 'token-expired',
  'token-unknown': 'token-unknown',
  'guest-not-admitted': 'guest-not-admitted',
  'encryption-required': 'encryption-required',
  // No line tells of media: that takes a call leg's bit rates.
  'media-failed': 'joined',
  'wrong-numeric-id': 'wrong-numeric-id',
  'moved-again': 'moved-again',
  'answer-delayed': 'joined',
  'answer-reset': 'joined',
  'answer-cut': 'joined',
  'answer-slow': 'joined',
};
const rows = Object.keys(told) as (keyof typeof told)[];

let house: LoggedFaults;

beforeAll(async () => {
  house = await LoggedFaults.open();
});
afterAll(() => house.close());
afterEach(() => house.clear());

test.each(rows)('%s is told for what it is by the logs of all nodes, and never surely for another where they are incomplete', async (fault) => {
  const { people: [old = ''], logs } = await house.moved(fault);
  const found = diagnosed(logs).find(({ move }) => move.participant === old);
  const expected = told[fault];
  if (expected === 'silent') return expect(found).toBeUndefined();
  expect(found?.finding).toMatchObject(expected === 'joined' ? { symptom: 'joined', cause: null } : { cause: expected });
  const property = fc.asyncProperty(shakes, async (shake) => {
    // Between two of these the connections to the emulator have their turn.
    await setImmediate();
    expect(misled(diagnosed(shaken(logs, shake)), old, expected, shake)).toEqual([]);
  });
  await fc.assert(property, shaking(40));
});

test('the logs tell the move of a user who signed in, who keeps the account', async () => {
  const target = await house.target();
  const user = await house.join({ numericId: '1001', name: '', user: { username: 'user1@webapp.com', password: 'emulator' } });
  const old = user.state.people.find(({ self }) => self)?.id ?? '';
  const before = await logOf(house.emulator);
  await house.ask(old, target);
  await expect.poll(() => user.state.phase === 'in-call' && house.isOver(old, 'any')).toBe(true);
  const found = diagnosed(await logOf(house.emulator, before)).find(({ move }) => move.participant === old);
  expect(found?.finding).toMatchObject({ symptom: 'joined', cause: null });
  expect(found?.move).toMatchObject({ account: 'user1@webapp.com', newAccount: 'user1@webapp.com' });
  expect(found?.steps.flatMap(({ step, toldBy }) => (toldBy ? [step] : []))).toEqual([1, 4, 5, 7, 8, 9, 10, 11]);
});

test('the logs tell the move of a SIP device, which takes no steps of a browser', async () => {
  const target = await house.target();
  const { participant: old } = await addPerson(house.emulator, { kind: 'sip', name: 'Room 4', numericId: '1001', callBridge: 'cbcms1' });
  const before = await logOf(house.emulator);
  await house.ask(old, target);
  await expect.poll(() => house.isOver(old, 'any')).toBe(true);
  const found = diagnosed(await logOf(house.emulator, before)).find(({ move }) => move.participant === old);
  expect(found?.finding).toMatchObject({ symptom: 'joined', cause: null });
  expect(found?.steps.flatMap(({ step, toldBy }) => (toldBy ? [step] : []))).toEqual([1, 4, 5, 10, 11]);
});
