import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEmulator, type Emulator } from '@/server/emulator/emulator';
import { keyOf } from '@/server/journal/keys';
import { addPerson, emulatedBridge, worldOf, type EmulatedBridge } from '../support/emulated-bridge';
import { inventoryDifferences } from '../support/inventory-check';
import { startIntakeStage, type IntakeStage } from '../support/intake-stage';

/** The emulator's bridges with their real senders, and what Usher makes of what they send. */
let emulator: Emulator;
let stage: IntakeStage;
let bridge: EmulatedBridge;

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', dataDir: null, seed: 'records', tempo: { mediaDelayMs: 0, dialDelayMs: 0 } });
  bridge = emulatedBridge(emulator, 'cbcms1');
});
afterAll(() => emulator.close());
beforeEach(async () => {
  stage = await startIntakeStage({ emulator: { authority: emulator.authorityPem, account: emulator.account, nodes: emulator.nodes } });
  await expect.poll(() => states()).toEqual(['waiting active', 'waiting active', 'waiting active', 'waiting active']);
});
afterEach(async () => {
  await stage.bridges.leaveRehearsal();
  await stage.close();
});

const states = () => [...stage.bridges.inventory.picture.callBridges.values()].map(({ feeds, state }) => (state === 'connected' ? `${feeds.cdr} ${feeds.events}` : state));
const cbcms1 = () => stage.bridge('emulator-cbcms1');
const add = (name: string, numericId: string, kind = 'sip', callBridge = 'cbcms1') => addPerson(emulator, { kind, name, numericId, callBridge });
const known = (id: string) => stage.bridges.inventory.participant(id);
const told = (id: string) => stage.bridges.journal.about([keyOf(id)], { sources: ['cdr'], order: 'oldest-first', limit: 100, after: null });

async function post(text: string): Promise<number> {
  const uri = /<uri>([^<]*)</.exec(await bridge.get('system/cdrReceivers'))?.[1] ?? '';
  return (await fetch(uri, { method: 'POST', body: text, headers: { 'content-type': 'text/xml' } })).status;
}
const records = (session: string, ...them: string[]) => `<?xml version="1.0"?><records session="${session}">${them.join('')}</records>`;
const record = (type: string, index: number, leg: string, content = '') =>
  `<record type="${type}" time="${new Date().toISOString()}" recordIndex="${index + 1}" correlatorIndex="${index}">\n<callLeg id="${leg}">${content}</callLeg></record>\n`;

test('what somebody is, is known from the record of their leg, before anything of it is read', async () => {
  const { inventory } = stage.bridges;
  const readWhenKnown: boolean[] = [];
  inventory.subscribe(({ event, data }) => {
    if (event !== 'participant' || data.name !== 'Room 1' || data.kind === 'unknown') return;
    readWhenKnown.push(inventory.detailsOf(data.meeting)?.people?.[data.id] !== undefined);
  });
  const { participant } = await add('Room 1', '1001');
  await expect.poll(() => known(participant)).toMatchObject({ kind: 'sip', state: 'connected', inLobby: false, joinedAt: expect.any(String) });
  expect(readWhenKnown[0]).toBe(false);
  await stage.bridges.closeLook.take([known(participant)?.meeting ?? '']);
  expect(inventory.detailsOf(known(participant)?.meeting ?? '')?.people?.[participant]).toMatchObject({ activator: true });
});

test('each record is in the journal, under all that it names, with the bridge’s own time and clock difference', async () => {
  await expect.poll(() => cbcms1()?.clockDifferenceMs).toEqual(expect.any(Number));
  const { participant } = await add('Room 2', '1002');
  await expect.poll(() => told(participant).map(({ said }) => String(said).split(' ')[0])).toEqual(['callLegStart', 'callLegUpdate']);
  const [start] = told(participant);
  expect(start).toMatchObject({ source: 'cdr', callBridge: 'emulator-cbcms1', clockDifferenceMs: expect.any(Number) });
  expect(start?.said).toContain('displayName="Room 2"');
  expect(Math.abs((start?.toldAtMs ?? 0) - Date.now())).toBeLessThan(60_000);
  await expect.poll(() => told(known(participant)?.meeting ?? '').map(({ said }) => said)).toEqual([expect.stringMatching(/^callStart /)]);
});

test('a move is seen as the start of a leg that came of another, and the end of that one', async () => {
  await add('Host', '1002', 'sip', 'cbcms2');
  const { participant: old } = await add('Room 3', '1001');
  const target = (await worldOf(emulator)).callBridges.flatMap(({ name, calls }) => (name === 'cbcms2' ? calls : [])).find(({ name }) => name === 'Space 2');
  const { created } = await emulatedBridge(emulator, 'cbcms2').request('POST', `calls/${target?.id}/participants`, `movedParticipant=${old}&needsActivation=false`);
  await expect.poll(() => told(old).map(({ said }) => String(said))).toContainEqual(expect.stringMatching(/^callLegEnd .* reason="callMoved"/));
  await expect.poll(() => told(old).map(({ said }) => String(said))).toContainEqual(expect.stringMatching(new RegExp(`^callLegStart ${created} .* movedCallLeg="${old}"`)));
  await expect.poll(() => known(created)).toMatchObject({ kind: 'sip', movedFrom: { participant: old } });
});

test('how a bridge does is on it: state, age, what came, what is missing, and how far its clock is off', async () => {
  await add('Room 4', '1001');
  await expect.poll(() => cbcms1()?.feeds.cdr).toBe('active');
  await expect.poll(() => cbcms1()?.callRecords).toMatchObject({ missing: 0, doubled: 0, unreadable: 0, refused: 0, problem: null, ageMs: expect.any(Number) });
  await expect.poll(() => cbcms1()?.clockDifferenceMs).toEqual(expect.any(Number));
  expect(Math.abs(cbcms1()?.clockDifferenceMs ?? Infinity)).toBeLessThan(2_000);
  expect(await post(records('made-up', record('callLegEnd', 1_005, 'x'), record('callLegEnd', 1_009, 'y')))).toBe(200);
  expect(await post(records('made-up', record('callLegEnd', 1_009, 'y')))).toBe(200);
  await expect.poll(() => cbcms1()?.callRecords).toMatchObject({ missing: 3, doubled: 1 });
});

test('somebody who is put into the lobby is seen to be there as soon as the record says so, by asking the bridge', async () => {
  const { participant } = await add('Waiting', '1003');
  await expect.poll(() => known(participant)).toMatchObject({ kind: 'sip', inLobby: false, joinedAt: expect.any(String) });
  await bridge.request('PUT', `participants/${participant}`, 'deactivated=true');
  await expect.poll(() => known(participant)?.inLobby).toBe(true);
});

describe('a forged record', () => {
  test('makes nobody appear, leave, wait, come in or have been moved', async () => {
    const { participant: here } = await add('Here', '1004');
    await expect.poll(() => known(here)).toMatchObject({ kind: 'sip', joinedAt: expect.any(String) });
    const { participant: waiting } = await addPerson(emulator, { kind: 'sip', name: 'Waits', numericId: '1006', callBridge: 'cbcms1', needsActivation: true });
    await expect.poll(() => known(waiting)?.inLobby).toBe(true);
    const leg = `<type>acano</type><subType>webApp</subType><groupId>forged</groupId><call>${known(here)?.meeting}</call><movedCallLeg>${here}</movedCallLeg>`;
    const forged = [
      record('callLegStart', 0, 'forged', leg),
      record('callLegUpdate', 1, 'forged', `<state>connected</state><deactivated>false</deactivated>${leg}`),
      record('callLegUpdate', 2, waiting, `<state>connected</state><deactivated>false</deactivated><groupId>${waiting}</groupId>`),
      record('callLegUpdate', 3, here, `<state>connected</state><deactivated>true</deactivated><groupId>${here}</groupId>`),
      record('callLegEnd', 4, here, '<reason>callMoved</reason>'),
    ];
    expect(await post(records('forged', ...forged))).toBe(200);
    await expect.poll(() => told(here).map(({ said }) => said)).toContainEqual(expect.stringMatching(/callMoved/));
    await expect.poll(async () => inventoryDifferences(stage.bridges.inventory, await worldOf(emulator))).toEqual([]);
    expect(known('forged')).toBeNull();
    expect(stage.bridges.inventory.successorOf(here)).toBeNull();
    await stage.bridges.closeLook.take([known(here)?.meeting ?? '']);
    expect(inventoryDifferences(stage.bridges.inventory, await worldOf(emulator))).toEqual([]);
    expect(known(here)).toMatchObject({ kind: 'sip', inLobby: false });
    expect(known(waiting)?.inLobby).toBe(true);
  });
});
