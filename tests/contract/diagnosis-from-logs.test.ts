import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { diagnose, type Diagnosis } from '@/lib/trace/diagnose';
import { faults, type FaultCause, type FaultName } from '@/lib/trace/faults';
import type { Heard } from '@/lib/trace/heard';
import { heardIn } from '@/lib/trace/log/heard-in-log';
import { LogReader } from '@/lib/trace/log/log-reader';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { joinHeadless, type HeadlessGuest } from '@/server/emulator/web-app/headless/join-headless';
import { addPerson, askControl, emulatedBridge, valueOf, worldOf } from '../support/emulated-bridge';
import { logOf, type NodeLogs } from '../support/node-logs';
import { shaken, shakes, type Shake } from '../support/shaken-logs';

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

let emulator: Emulator;
const guests: HeadlessGuest[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', tempo: { mediaDelayMs: 0 } });
});
afterAll(() => emulator.close());
afterEach(async () => {
  await askControl(emulator, 'DELETE', '/faults');
  for (const guest of guests.splice(0)) guest.leave();
  for (const { name, calls } of (await worldOf(emulator)).callBridges) {
    for (const { id } of calls) await emulatedBridge(emulator, name).request('DELETE', `calls/${id}`);
  }
});

/** A guest on cbcms1, moved by cbcms2 into its meeting, with a fault; and what the nodes logged from then on. */
async function movedWith(fault: FaultName): Promise<{ old: string; logs: NodeLogs }> {
  const target = await targetOf();
  for (const name of ['cbcms2', 'cbcms3']) await askControl(emulator, 'PUT', `/call-bridges/${name}`, { load: 60 });
  const webBridgeUrl = emulator.nodes.find(({ name }) => name === 'wbcms1')?.http ?? '';
  const guest = await joinHeadless({ webBridgeUrl, numericId: '1001', name: `Guest of ${fault}` });
  guests.push(guest);
  for (const name of ['cbcms2', 'cbcms3']) await askControl(emulator, 'PUT', `/call-bridges/${name}`, { load: null });
  await expect.poll(() => selfOf(guest)).not.toBeNull();
  const old = selfOf(guest) ?? '';
  const before = await logOf(emulator);
  await askControl(emulator, 'POST', '/faults', { fault, participant: old, times: 'once' });
  const answered = askToMove(old, target).catch(() => undefined);
  // Of this one nobody ever answers.
  if (fault !== 'request-dropped') await answered;
  await expect.poll(async () => (await askControl(emulator, 'GET', '/faults')).body['armed'], { timeout: 8_000 }).toEqual([]);
  const symptom = faults[fault].symptom;
  const phase = symptom === 'dropped' ? 'ended' : 'in-call';
  await expect.poll(async () => (await isOver(old, symptom)) && guest.state.phase === phase, { timeout: 8_000 }).toBe(true);
  return { old, logs: await logOf(emulator, before) };
}

/** The call of Space 2 on cbcms2, with somebody in it. */
async function targetOf(): Promise<string> {
  const host = await addPerson(emulator, { kind: 'sip', name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
  return valueOf(await emulatedBridge(emulator, 'cbcms2').get(`participants/${host.participant}`), 'call') ?? '';
}

async function askToMove(participant: string, target: string): Promise<void> {
  await emulatedBridge(emulator, 'cbcms2').request('POST', `calls/${target}/participants`, `movedParticipant=${participant}&needsActivation=false`);
}

/** Whether the guest is where the fault leaves them. */
async function isOver(old: string, symptom: (typeof faults)[FaultName]['symptom']): Promise<boolean> {
  const people = (await worldOf(emulator)).callBridges.flatMap(({ calls }) => calls.flatMap(({ name, participants }) => participants.map((who) => ({ ...who, meeting: name }))));
  if (symptom === 'nothing-happened') return people.some(({ id }) => id === old);
  if (people.some(({ id }) => id === old)) return false;
  const arrived = people.findLast(({ movedFrom, state }) => movedFrom !== null && state === 'connected');
  if (symptom === 'dropped') return arrived === undefined;
  return arrived?.meeting === (symptom === 'wrong-meeting' ? 'Space 8' : 'Space 2');
}

function selfOf(guest: HeadlessGuest): string | null {
  return guest.state.people.find(({ self }) => self)?.id ?? null;
}

/** What the logs come to, read as files that somebody saved. */
function diagnosed(logs: NodeLogs): Diagnosis[] {
  const heard: Heard[] = [];
  for (const [node, lines] of Object.entries(logs)) {
    const reader = new LogReader(`${node}.log`, (line) => {
      const one = heardIn(line, ({ ms }) => ms);
      if (one) heard.push(one);
    });
    for (const [at, line] of lines.entries()) reader.read(line, at + 1);
    reader.finish();
  }
  return diagnose(heard);
}

test.each(rows)('%s is told for what it is by the logs of all nodes, and never surely for another where they are incomplete', async (fault) => {
  const { old, logs } = await movedWith(fault);
  const found = diagnosed(logs).find(({ move }) => move.participant === old);
  const expected = told[fault];
  if (expected === 'silent') return expect(found).toBeUndefined();
  expect(found?.finding).toMatchObject(expected === 'joined' ? { symptom: 'joined', cause: null } : { cause: expected });
  const property = fc.asyncProperty(shakes, async (shake) => {
    // Between two of these the connections to the emulator have their turn.
    await setImmediate();
    expect(misled(diagnosed(shaken(logs, shake)), old, expected, shake)).toEqual([]);
  });
  await fc.assert(property, { numRuns: 40 });
});

/** Of logs of which more is missing, less can be asked for. In thousandths. */
const readableLoss = 200;

/**
 * What a diagnosis says of somebody that is not so: a wrong cause surely; or, of logs that are nearly whole, a wrong one as the likely one
 * of several among which the right one is not.
 */
function misled(found: readonly Diagnosis[], old: string, expected: FaultCause | 'joined', { lost }: Shake): string[] {
  return found.flatMap(({ move, finding: { cause, otherCauses, confidence, symptom } }) => {
    if (move.participant !== old || cause === expected || confidence === 'low') return [];
    if (cause === null) return expected === 'joined' || confidence !== 'high' ? [] : [`surely ${symptom}`];
    const isNamed = expected !== 'joined' && otherCauses.includes(expected);
    const isWrong = confidence === 'high' || (!isNamed && lost <= readableLoss);
    return isWrong ? [`${expected}: ${confidence} ${cause} of ${otherCauses.join(', ')}`] : [];
  });
}

test('the logs tell the move of a user who signed in, who keeps the account', async () => {
  const webBridgeUrl = emulator.nodes.find(({ name }) => name === 'wbcms1')?.http ?? '';
  const target = await targetOf();
  const user = await joinHeadless({ webBridgeUrl, numericId: '1001', name: '', user: { username: 'user1@webapp.com', password: 'emulator' } });
  guests.push(user);
  await expect.poll(() => selfOf(user)).not.toBeNull();
  const old = selfOf(user) ?? '';
  const before = await logOf(emulator);
  await askToMove(old, target);
  await expect.poll(() => user.state.phase === 'in-call' && isOver(old, 'any'), { timeout: 8_000 }).toBe(true);
  const found = diagnosed(await logOf(emulator, before)).find(({ move }) => move.participant === old);
  expect(found?.finding).toMatchObject({ symptom: 'joined', cause: null });
  expect(found?.move).toMatchObject({ account: 'user1@webapp.com', newAccount: 'user1@webapp.com' });
  expect(found?.steps.flatMap(({ step, toldBy }) => (toldBy ? [step] : []))).toEqual([1, 4, 5, 7, 8, 9, 10, 11]);
});

test('the logs tell the move of a SIP device, which takes no steps of a browser', async () => {
  const target = await targetOf();
  const { participant: old } = await addPerson(emulator, { kind: 'sip', name: 'Room 4', numericId: '1001', callBridge: 'cbcms1' });
  const before = await logOf(emulator);
  await askToMove(old, target);
  await expect.poll(() => isOver(old, 'any'), { timeout: 8_000 }).toBe(true);
  const found = diagnosed(await logOf(emulator, before)).find(({ move }) => move.participant === old);
  expect(found?.finding).toMatchObject({ symptom: 'joined', cause: null });
  expect(found?.steps.flatMap(({ step, toldBy }) => (toldBy ? [step] : []))).toEqual([1, 4, 5, 10, 11]);
});
