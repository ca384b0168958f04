import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { auditRecordSchema } from '@/lib/audit/audit-record';
import type { Item } from '@/lib/move/item';
import { isUnderWay, noticeSchema, type Notice } from '@/lib/move/notice';
import { Dice, seedOf } from '../support/dice';
import type { WorldView } from '../support/emulated-bridge';
import { ShakenUsher } from '../support/shaken-usher';
import { untilConnected } from '../support/stage';
import { ushersInTurn } from '../support/ushers-in-turn';

/** How often Usher is killed: once while each of so many rooms is called. */
const kills = Number(process.env['KILL_USHER_TIMES'] ?? 4);
/** Every other kill comes about when the call leaves, the rest while the phone rings. */
const [untilAskedMs, untilAnsweredMs] = [60, 3_000];
/** Somebody is given up half a minute after they left, and a call that nobody sees some ten seconds after a start. */
const patience = { timeout: 90_000, interval: 100 };
const names = Array.from({ length: kills }, (_, n) => `Room ${n}`);

const turns = ushersInTurn();

/** Everybody in the emulator's meetings. */
async function people({ emulator }: ShakenUsher) {
  const { callBridges } = (await emulator.world()) as WorldView;
  return callBridges.flatMap(({ calls }) => calls.flatMap(({ correlator, participants }) => participants.map((one) => ({ ...one, meeting: correlator }))));
}

/** Has devices move that are gone before they are there. @returns the notice that is raised of each */
async function lose(shaken: ShakenUsher, target: string): Promise<Map<string, Notice>> {
  for (const name of names) await shaken.emulator.post('/people', { kind: 'sip', name, numericId: '1001', callBridge: 'cbcms1' });
  await shaken.emulator.setMediaDelay(20_000);
  const ids = await vi.waitUntil(async () => {
    const there = await Promise.all((await people(shaken)).filter(({ name }) => names.includes(name)).map(({ id }) => shaken.usher.api(`/participants/${id}`)));
    return there.every(({ body }) => (body as { canMove?: boolean }).canMove === true) ? there.map(({ body }) => (body as { id: string }).id) : null;
  }, patience);
  await shaken.order('lose them', ids, target);
  const items = await vi.waitUntil(async () => itemsOf(await shaken.orders(), ({ newParticipant }) => newParticipant !== null), patience);
  for (const { newParticipant } of items) await shaken.emulator.delete(`/people/${newParticipant}`);
  await shaken.emulator.setMediaDelay(0);
  await vi.waitUntil(async () => (await notices(shaken)).size === kills, patience);
  return notices(shaken);
}

/** All items, once each is so. */
function itemsOf(orders: readonly { items: readonly Item[] }[], isSo: (item: Item) => boolean): Item[] | null {
  const items = orders.flatMap((order) => order.items);
  return items.length === kills && items.every(isSo) ? items : null;
}

async function notices({ usher }: ShakenUsher): Promise<Map<string, Notice>> {
  const { items } = z.object({ items: z.array(noticeSchema) }).parse((await usher.api('/notices')).body);
  return new Map(items.map((notice) => [notice.person.name, notice]));
}

/** How often the bridges were asked to call each address. */
async function calls({ usher }: ShakenUsher): Promise<Map<string, number>> {
  const deed = z.object({ what: z.string(), method: z.string().optional(), body: z.string().optional() });
  const { history } = z.object({ history: z.array(deed) }).parse(await (await fetch(`${usher.control}/history`)).json());
  const asked = history.flatMap(({ method, body }) => (method === 'POST' ? (new URLSearchParams(body).get('remoteParty') ?? []) : []));
  return new Map(asked.map((address) => [address, asked.filter((one) => one === address).length]));
}

/** What is on record of each call: to whom, and how it ended. */
async function callsOnRecord({ usher }: ShakenUsher): Promise<{ address: string; ends: string[] }[]> {
  const read = async (action: string) => z.object({ items: z.array(auditRecordSchema) }).parse((await usher.api(`/audit?action=${action}&limit=500`)).body).items;
  const details = z.object({ redial: z.string(), address: z.string().optional() });
  const ended = (await read('redial-ended')).map((record) => ({ ...record, ...details.parse(record.details) }));
  return (await read('redial-person'))
    .filter(({ result }) => result === 'ok')
    .map((record) => details.parse(record.details))
    .map(({ redial, address = '' }) => ({ address, ends: ended.filter((end) => end.redial === redial).map(({ result }) => result) }));
}

test('killed at any moment while it calls somebody again, Usher calls nobody twice, and says truly what came of it', { timeout: 180_000 + kills * 120_000 }, async () => {
  const dice = new Dice(seedOf('KILL_USHER_SEED'));
  const shaken = await ShakenUsher.start(turns);
  for (const numericId of ['1001', '1002']) await shaken.bringHost(numericId);
  const target = await shaken.meeting('Space 2');
  const lost = await lose(shaken, target);
  const help = (name: string) => shaken.usher.api(`/notices/${lost.get(name)?.id}/redial`, { body: { into: 'target' } }).catch(() => null);
  for (const [n, name] of names.entries()) {
    const asked = help(name);
    await delay(dice.roll(n % 2 === 0 ? untilAskedMs : untilAnsweredMs));
    await shaken.killAndStart();
    await asked;
    await untilConnected(shaken.usher, 4);
    // Whoever helps them asks again at once, and again where the call came to nothing, until they are back.
    await help(name);
    await vi.waitUntil(async () => {
      const notice = (await notices(shaken)).get(name);
      if (notice && !(notice.redial && isUnderWay(notice.redial))) await help(name);
      return notice === undefined;
    }, patience);
  }
  await vi.waitUntil(async () => itemsOf(await shaken.orders(), ({ returned }) => returned !== null), patience);
  await vi.waitUntil(async () => (await callsOnRecord(shaken)).every(({ ends }) => ends.length > 0), patience);

  const there = (await people(shaken)).filter(({ uri }) => uri.startsWith('room.'));
  const addresses = names.map((name) => `${name.toLowerCase().replace(' ', '.')}@rooms.example`);
  expect(there.map(({ uri, meeting, state }) => [uri, meeting, state]).sort()).toEqual(addresses.map((address) => [address, target, 'connected']));
  const record = await callsOnRecord(shaken);
  expect([...(await calls(shaken))].sort()).toEqual(addresses.map((address) => [address, 1]));
  // A call that never left is said to have come to nothing; of each that did, one record says that it was answered.
  for (const address of addresses) {
    const ends = record.filter((one) => one.address === address).map((one) => one.ends.join());
    expect(ends.filter((end) => end === 'answered')).toHaveLength(1);
    expect(ends.filter((end) => end !== 'answered' && end !== 'no-answer' && end !== 'failed')).toEqual([]);
  }
});
