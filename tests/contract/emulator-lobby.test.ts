import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { addPerson, askControl, emulatedBridge, idsOf, valueOf, worldOf } from '../support/emulated-bridge';
import type { EmulatedBridge } from '../support/emulated-bridge';

let emulator: Emulator;
let a: EmulatedBridge;
let b: EmulatedBridge;

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', tempo: { mediaDelayMs: 0, dialDelayMs: 1 } });
  [a, b] = [emulatedBridge(emulator, 'cbcms1'), emulatedBridge(emulator, 'cbcms2')];
});
afterAll(() => emulator.close());
afterEach(async () => {
  await askControl(emulator, 'PUT', '/choices', { movedMayBeAdmitted: true, movedWaitsByRules: true });
  for (const { name, calls } of (await worldOf(emulator)).callBridges) {
    for (const { id } of calls) await emulatedBridge(emulator, name).request('DELETE', `calls/${id}`);
  }
});

/** Somebody on cbcms1, or cbcms2, who waits for an activator unless they are one. */
async function callIn(name: string, needsActivation: boolean, where: Partial<{ numericId: string; callBridge: string }> = {}): Promise<string> {
  const person = { kind: 'sip', name, numericId: '1001', callBridge: 'cbcms1', needsActivation, ...where };
  return (await addPerson(emulator, person)).participant;
}

const callOf = async (bridge: EmulatedBridge, participant: string) => valueOf(await bridge.get(`participants/${participant}`), 'call') ?? '';
const deactivated = async (bridge: EmulatedBridge, participant: string) => valueOf(await bridge.get(`callLegs/${participant}`), 'deactivated');

describe('the lobby', () => {
  test('shows who waits on the call leg, and opens for an activator on another bridge', async () => {
    const waiting = await callIn('Waits', true);
    expect([await deactivated(a, waiting), valueOf(await a.get(`participants/${waiting}`), 'isActivator')]).toEqual(['true', 'false']);
    await callIn('Host', false, { callBridge: 'cbcms2' });
    await expect.poll(() => deactivated(a, waiting)).toBe('false');
  });

  test('lets one in by deactivated=false, and takes them back by deactivated=true', async () => {
    const [one, other] = [await callIn('One', true), await callIn('Other', true)];
    expect((await a.request('PUT', `participants/${one}`, 'deactivated=false')).status).toBe(200);
    expect([await deactivated(a, one), await deactivated(a, other)]).toEqual(['false', 'true']);
    await a.request('PUT', `participants/${one}`, 'deactivated=true');
    expect(await deactivated(a, one)).toBe('true');
  });

  test('cannot be returned to before 3.4', async () => {
    const legacy = emulatedBridge(emulator, 'cblegacy1');
    const { participant } = await addPerson(emulator, { kind: 'sip', name: 'Old room', numericId: '1001', callBridge: 'cblegacy1' });
    expect((await legacy.request('PUT', `participants/${participant}`, 'deactivated=true')).status).toBe(200);
    expect(await deactivated(legacy, participant)).toBe('false');
  });
});

describe('a move into a meeting whose people all wait', () => {
  async function move(parameters: string): Promise<{ moved: string; waiting: string }> {
    const waiting = await callIn('Waits', true, { numericId: '1002' });
    const mover = await callIn('Mover', false, { callBridge: 'cbcms2' });
    const target = await callOf(a, waiting);
    const body = `movedParticipant=${mover}&callBridge=${(await worldOf(emulator)).callBridges[0]?.id}${parameters}`;
    const { created } = await a.request('POST', `calls/${target}/participants`, body);
    await expect.poll(async () => valueOf(await a.get(`participants/${created}`), 'state')).toBe('connected');
    return { moved: created, waiting };
  }

  test.each([
    ['needsActivation=false lets everybody in', '&needsActivation=false', 'false', 'false'],
    ['deactivated=false lets only the moved one in', '&needsActivation=true&deactivated=false', 'false', 'true'],
    ['needsActivation=true leaves all of them waiting', '&needsActivation=true', 'true', 'true'],
  ])('with %s', async (_name, parameters, ofMoved, ofWaiting) => {
    const { moved, waiting } = await move(parameters);
    expect([await deactivated(a, moved), await deactivated(a, waiting)]).toEqual([ofMoved, ofWaiting]);
  });

  test('does not heed deactivated=false when the emulator is set not to', async () => {
    await askControl(emulator, 'PUT', '/choices', { movedMayBeAdmitted: false });
    const { moved } = await move('&needsActivation=true&deactivated=false');
    expect(await deactivated(a, moved)).toBe('true');
  });
});

describe('a locked meeting', () => {
  test('holds newcomers on every bridge, lets one in who is moved as an activator, and stays locked', async () => {
    const first = await callIn('First', false);
    const call = await callOf(a, first);
    await a.request('PUT', `calls/${call}`, 'locked=true');
    const newcomer = await callIn('Newcomer', false);
    const mover = await callIn('Mover', false, { numericId: '1003' });
    const { created } = await a.request('POST', `calls/${call}/participants`, `movedParticipant=${mover}&needsActivation=false`);
    await expect.poll(async () => valueOf(await a.get(`participants/${created}`), 'state')).toBe('connected');
    expect([await deactivated(a, newcomer), valueOf(await a.get(`calls/${call}`), 'locked')]).toEqual(['true', 'true']);
    expect(idsOf(await a.get(`participants/${created}/callLegs`), 'callLeg')).toEqual([created]);
    expect(await deactivated(a, created)).toBe('false');
    await a.request('PUT', `calls/${call}`, 'locked=false');
    expect(await deactivated(a, newcomer)).toBe('false');
    expect(await b.get('calls')).toBe('<calls total="0"></calls>');
  });
});
