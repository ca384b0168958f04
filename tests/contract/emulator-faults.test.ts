import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { faults as faultsOfUsher } from '@/lib/trace/faults';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { faultCodes, faultTable } from '@/server/emulator/faults/fault-table';
import type { FaultCode, FaultRow, Symptom } from '@/server/emulator/faults/fault-table';
import { joinHeadless } from '@/server/emulator/web-app/headless/join-headless';
import type { HeadlessGuest } from '@/server/emulator/web-app/headless/join-headless';
import { addPerson, askControl, emulatedBridge, valueOf, worldOf } from '../support/emulated-bridge';
import type { EmulatedBridge, WorldView } from '../support/emulated-bridge';

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
    for (const { id } of calls) await bridge(name).request('DELETE', `calls/${id}`);
  }
});

const bridge = (name: string): EmulatedBridge => emulatedBridge(emulator, name);

interface Scene {
  guest: HeadlessGuest;
  /** The guest in Space 1, homed on cbcms1. */
  old: string;
  /** The call of Space 2, on cbcms2. */
  target: string;
}

let scenes = 0;

/** A guest on one call bridge, and a meeting to be moved to on another. */
async function sceneOf(): Promise<Scene> {
  scenes += 1;
  const host = await addPerson(emulator, { kind: 'sip', name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
  const target = valueOf(await bridge('cbcms2').get(`participants/${host.participant}`), 'call') ?? '';
  for (const name of ['cbcms2', 'cbcms3']) await askControl(emulator, 'PUT', `/call-bridges/${name}`, { load: 60 });
  const webBridgeUrl = emulator.nodes.find(({ name }) => name === 'wbcms1')?.http ?? '';
  const guest = await joinHeadless({ webBridgeUrl, numericId: '1001', name: `Guest ${scenes}` });
  guests.push(guest);
  for (const name of ['cbcms2', 'cbcms3']) await askControl(emulator, 'PUT', `/call-bridges/${name}`, { load: null });
  await expect.poll(() => selfOf(guest)).not.toBeNull();
  return { guest, old: selfOf(guest) ?? '', target };
}

function selfOf(guest: HeadlessGuest): string | null {
  return guest.state.people.find(({ self }) => self)?.id ?? null;
}

async function arm(fault: FaultCode, scope: Record<string, unknown> = {}, times = 'once'): Promise<Record<string, unknown>> {
  const armed = await askControl(emulator, 'POST', '/faults', { fault, ...scope, times });
  expect(armed.status).toBe(201);
  return armed.body;
}

/** The answer to a move, or what kept it from coming. */
async function move({ old, target }: Scene): Promise<{ status: number; text: string; created: string }> {
  const answer = bridge('cbcms2').request('POST', `calls/${target}/participants`, `movedParticipant=${old}&needsActivation=false`);
  // Longer than any honest answer takes, shorter than the lost ones.
  return Promise.race([answer, new Promise<never>((_, reject) => setTimeout(reject, 1_500, new Error('no answer')))]).catch(() => ({
    status: 0,
    text: '',
    created: '',
  }));
}

const people = ({ callBridges }: WorldView) =>
  callBridges.flatMap(({ name, calls }) => calls.flatMap((call) => call.participants.map((who) => ({ ...who, bridge: name, meeting: call.name }))));

/** Where the guest is, in the words of the table; null while it is not clear yet. */
async function symptomOf({ old }: Scene): Promise<Symptom | 'joined' | null> {
  const present = people(await worldOf(emulator));
  const oldIsThere = present.some(({ id }) => id === old);
  const arrived = present.filter(({ movedFrom, state }) => movedFrom !== null && state === 'connected').at(-1);
  if (arrived && !oldIsThere) {
    if (arrived.meeting !== 'Space 2') return 'wrong-meeting';
    return (await bridge(arrived.bridge).get(`callLegs/${arrived.leg}`)).includes('<bitRate>48000</bitRate>') ? 'joined' : 'joined-without-media';
  }
  return oldIsThere ? 'nothing-happened' : 'dropped';
}

/** Faults of a move; those of a port hit connections, whoever opens them. */
const ofMoves = faultCodes.filter((fault) => !isOfPort(fault));

function isOfPort(fault: FaultCode): boolean {
  return (faultTable[fault] as FaultRow).scopes.every((scope) => scope === 'callBridge');
}

test.each(ofMoves)('%s, armed for one person, leads to the symptom of its row and is then used up', async (fault) => {
  const scene = await sceneOf();
  await arm(fault, { participant: scene.old });
  await move(scene);
  const expected = faultTable[fault].symptom === 'any' ? 'joined' : faultTable[fault].symptom;
  await expect.poll(() => symptomOf(scene), { timeout: 5_000 }).toBe(expected);
  await settled(scene, expected);
  expect(await symptomOf(scene)).toBe(expected);
  expect((await askControl(emulator, 'GET', '/faults')).body['armed']).toEqual([]);
  const { body } = await askControl(emulator, 'GET', '/happened');
  expect(body['happened']).toContainEqual(expect.objectContaining({ what: 'fault', fault }));
});

/** Once the guest's client has heard everything that it will hear. */
async function settled({ guest }: Scene, symptom: string): Promise<void> {
  if (symptom === 'dropped') await expect.poll(() => guest.state.phase).toBe('ended');
  else if (symptom === 'nothing-happened') expect(guest.state.phase).toBe('in-call');
  else await expect.poll(() => guest.state.phase).toBe('in-call');
}

test("Usher's table of faults is the emulator's, row for row", () => {
  const rowOf = ({ steps, symptom, causes, words }: Pick<FaultRow, 'steps' | 'symptom' | 'causes' | 'words'>) => ({ steps, symptom, causes, words });
  const usher = Object.entries(faultsOfUsher).map(([fault, row]) => [fault, rowOf(row)]);
  expect(usher).toEqual(Object.entries(faultTable).map(([fault, row]) => [fault, rowOf(row)]));
});
