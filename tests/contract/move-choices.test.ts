import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Participant } from '@/lib/meeting/participant';
import { orderSchema, type Order } from '@/lib/move/order';
import { emulatorControl } from '../support/emulator-control';
import type { WorldView } from '../support/emulated-bridge';
import { meetingNamed, patience, startStage, type Newcomer, type Stage } from '../support/stage';

type Person = WorldView['callBridges'][number]['calls'][number]['participants'][number];

let stage: Stage;
let target: string;

beforeAll(async () => {
  stage = await startStage();
  await stage.bringIn({ name: 'Target Room', numericId: '1002', callBridge: 'cbcms1' });
  target = (await meetingNamed(stage, 'Space 2')).id;
});
afterAll(() => stage.stop());

/** A request to the API of the bridge that somebody is homed on. */
async function askHome({ callBridge }: Participant, path: string, form: string): Promise<void> {
  const { nodes } = (await (await fetch(stage.control)).json()) as { nodes: { name: string; http: string }[] };
  const url = nodes.find(({ name }) => name === callBridge.name)?.http;
  const headers = { authorization: `Basic ${btoa('api:emulator')}`, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await fetch(`${url}/api/v1/${path}`, { method: 'PUT', body: form, headers })).status).toBe(200);
}

async function inWorld(id: string | null | undefined): Promise<Person | undefined> {
  const { callBridges } = (await (await emulatorControl(stage)).world()) as WorldView;
  return callBridges.flatMap(({ calls }) => calls.flatMap(({ participants }) => participants)).find((one) => one.id === id);
}

async function move(participant: string, more: object, to = target): Promise<Order> {
  const { body } = await stage.api('/moves', { body: { participants: [participant], to: { meeting: to }, ...more }, headers: { prefer: 'wait=45' } });
  return orderSchema.parse(body);
}

/** The order once what was to be kept has been read. */
async function settingsRead({ id }: Order): Promise<Order['items'][number]> {
  return vi.waitUntil(async () => {
    const [item] = orderSchema.parse((await stage.api(`/moves/${id}`)).body).items;
    return item?.settings ? item : null;
  }, patience);
}

/** Form bodies of requests to add somebody to a call, and paths of changes, that the bridges have logged about these. */
async function said(pattern: RegExp): Promise<string[]> {
  const logs = await Promise.all(
    ['cbcms1', 'cbcms2', 'cbcms3'].map(async (node) => (await (await fetch(`${stage.control}/log?node=${node}&after=0`)).json()) as { lines: { text: string }[] }),
  );
  return logs.flatMap(({ lines }) => lines.map(({ text }) => text)).filter((text) => pattern.test(text));
}

test.each([{ kind: 'sip', name: 'Kept Room' }, { kind: 'web-app', name: 'Kept Guest' }] as const)('whoever keeps their settings has them from the first moment: $kind', async (who) => {
  const person = await stage.bringIn({ ...who, numericId: '1001', callBridge: who.kind === 'sip' ? 'cbcms3' : undefined });
  await askHome(person, `callLegs/${person.id}`, 'rxAudioMute=true&chosenLayout=speakerOnly');
  await askHome(person, `participants/${person.id}`, 'importance=7&nameLabelOverride=The+chair');
  const order = await move(person.id, { settings: 'keep' });
  expect(order).toMatchObject({ settings: 'keep', lobby: 'open', items: [{ state: 'joined' }] });
  const item = await settingsRead(order);
  expect(item.settings).toEqual({ kept: ['audioMute', 'layout', 'importance', 'label'], notKept: [] });
  expect(await inWorld(item.newParticipant)).toMatchObject({ rxAudioMute: true, layout: 'speakerOnly', importance: 7, nameLabelOverride: 'The chair' });
  // It came with the request itself; only a web app brings a layout of its own, which is put right.
  expect(await said(new RegExp(`PUT for .*${item.newParticipant}`))).toHaveLength(who.kind === 'sip' ? 0 : 1);
});

test('nobody is unmuted by keeping: an open microphone stays as the target has it', async () => {
  const room = await stage.bringIn({ name: 'Open Room', numericId: '1001', callBridge: 'cbcms2' });
  const item = await settingsRead(await move(room.id, { settings: 'keep' }));
  expect(item.settings).toEqual({ kept: ['layout'], notKept: [] });
});

test('without a choice the target decides, and nothing is said of settings', async () => {
  const room = await stage.bringIn({ name: 'Reset Room', numericId: '1001', callBridge: 'cbcms2' });
  await askHome(room, `participants/${room.id}`, 'importance=7');
  await vi.waitUntil(async () => ((await stage.api(`/participants/${room.id}`)).body as Participant).importance === 7, patience);
  const order = await move(room.id, {});
  expect(order).toMatchObject({ settings: 'target', lobby: 'open', items: [{ state: 'joined', settings: null }] });
  expect(order.items[0]?.verdict.consequences).toContainEqual({ code: 'settings-reset', which: ['layout', 'importance'] });
  expect(await inWorld(order.items[0]?.newParticipant)).toMatchObject({ importance: null });
});

// One of them waits in the lobby until the move's half minute is over.
test('a lobby is opened, passed or waited in, as was chosen', { timeout: 120_000 }, async () => {
  const waits: Newcomer = { name: 'Waiting Room', numericId: '1008', callBridge: 'cbcms1' };
  const waiting = await stage.bringIn(waits);
  const lobby = (await meetingNamed(stage, 'Space 8')).id;
  const [admitted, held, opens] = await Promise.all(
    ['Admitted Room', 'Held Room', 'Opening Room'].map((name) => stage.bringIn({ name, numericId: '1001', callBridge: 'cbcms1' })),
  );
  const activation = async (ids: (string | null | undefined)[]) => Promise.all(ids.map(async (id) => (await inWorld(id))?.activation));

  const held1 = await move(held?.id ?? '', { lobby: 'wait' }, lobby);
  expect(held1).toMatchObject({ lobby: 'wait', items: [{ state: 'in-lobby' }] });
  expect(held1.items[0]?.verdict.consequences.map(({ code }) => code)).toContain('waits-in-lobby');
  expect(held1.items[0]?.verdict.consequences.map(({ code }) => code)).not.toContain('admits-lobby');

  const admitted1 = await move(admitted?.id ?? '', { lobby: 'admit' }, lobby);
  expect(admitted1).toMatchObject({ items: [{ state: 'joined' }] });
  expect(admitted1.items[0]?.verdict.consequences).toContainEqual({ code: 'waits-in-lobby', known: false });
  expect(await activation([waiting.id, held1.items[0]?.newParticipant, admitted1.items[0]?.newParticipant])).toEqual(['waiting', 'waiting', 'admitted']);

  const opened = await move(opens?.id ?? '', { lobby: 'open' }, lobby);
  expect(opened).toMatchObject({ items: [{ state: 'joined' }] });
  expect(opened.items[0]?.verdict.consequences).toContainEqual({ code: 'admits-lobby', count: 2 });
  expect(await activation([waiting.id, held1.items[0]?.newParticipant])).toEqual(['active', 'active']);
});

test('where a bridge does not honour that somebody is to be let in, the item says that they wait', async () => {
  await stage.bringIn({ name: 'Other Waiting Room', numericId: '1008', cluster: 'legacy.example' });
  const room = await stage.bringIn({ name: 'Unheard Room', numericId: '1001', cluster: 'legacy.example' });
  const choices = (movedMayBeAdmitted: boolean) => fetch(`${stage.control}/choices`, { method: 'PUT', body: JSON.stringify({ movedMayBeAdmitted }) });
  const lobby = ((await stage.api('/meetings?search=Space%208&cluster=legacy.example')).body as { items: { id: string }[] }).items[0]?.id ?? '';
  await choices(false);
  const order = await move(room.id, { lobby: 'admit' }, lobby);
  await choices(true);
  expect(order).toMatchObject({ items: [{ state: 'in-lobby' }] });
});
