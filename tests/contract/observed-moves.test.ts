import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import type { Caller } from '@/lib/access/access';
import type { Order } from '@/lib/move/order';
import { Audit } from '@/server/audit/audit';
import type { Answer } from '@/server/bridge-client/bridge-error';
import { systemClock } from '@/server/bridge-client/clock';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { Moves } from '@/server/moves/moves';
import { ObservedMoves } from '@/server/moves/observed-moves';
import { listOrders } from '@/server/moves/order-list';
import { patience } from '../support/followed-emulator';
import { VerdictStage } from '../support/verdict-stage';

/** Usher's moves beside those of a script that asks the same emulated bridges by itself. */
const olga: Caller = { kind: 'person', id: 'p1', name: 'Olga', role: 'operator', scope: null, address: null };
const log = pino({ enabled: false });
const rooms = 30;

let stage: VerdictStage;
let db: Kysely<Database>;
let moves: Moves;
let observed: ObservedMoves;
let nextRoom = 1_000;
/** What becomes of the bridges' answers on their way to Usher. */
let onTheWay: (answer: Answer<{ participant: string }>) => Promise<Answer<{ participant: string }>>;

function start(): void {
  const { clusters, inventory } = stage.followed.bridges;
  moves = new Moves({
    db,
    audit: new Audit(db, systemClock.now),
    inventory,
    clusters: {
      spaces: clusters.spaces,
      list: () => clusters.list(),
      modes: () => clusters.modes(),
      settingsOf: () => Promise.resolve(null),
      receivesMedia: () => Promise.resolve(true),
      readBack: () => Promise.resolve(true),
      writerFor: (callBridge) => {
        const writer = clusters.writerFor(callBridge);
        return writer && { ...writer, moveParticipant: async (call, participant) => onTheWay(await writer.moveParticipant(call, participant)) };
      },
    },
    rightsOf: () => Promise.resolve({ role: 'operator', scope: null }),
    publish: () => undefined,
    clock: systemClock,
    log,
  });
  observed = new ObservedMoves({ db, inventory, ownItems: (id) => moves.itemsMoving(id), publish: (order, routes) => moves.noteObserved(order, routes), clock: systemClock, log });
}

beforeAll(async () => {
  const spaces = Array.from({ length: rooms }, (_, at) => ({ name: `Room ${at}`, numericId: String(1_000 + at) }));
  const callBridges = ['cb1', 'cb2'].map((name) => ({ name, version: '3.9' }));
  stage = await VerdictStage.open([{ name: 'foreign.example', callBridges, webBridges: ['wb1'], callProfiles: [], callLegProfiles: [], spaces }]);
  db = await memoryDatabase();
  onTheWay = (answer) => Promise.resolve(answer);
  start();
}, 120_000);

afterAll(async () => {
  await observed?.stop();
  await moves?.stop();
  await stage?.close();
  await db?.destroy();
});

/** Somebody in a room of their own, and the place of somebody in another. */
async function personAndTarget(kind = 'sip') {
  const person = await stage.add({ kind, name: `Guest ${nextRoom}`, numericId: String(nextRoom++), callBridge: 'cb1' });
  const target = await stage.placeOf(await stage.add({ kind: 'sip', name: 'Host', numericId: String(nextRoom++), callBridge: 'cb2' }));
  const { meeting } = await stage.placeOf(person);
  await stage.known([person]);
  await vi.waitFor(() => expect(stage.followed.bridges.inventory.meeting(target.meeting)).not.toBeNull(), patience);
  return { person, from: meeting, target };
}

async function moveByUsher(person: string, meeting: string): Promise<Order> {
  return moves.submit(olga, { participants: [person], to: { meeting } }, null);
}

/** An answer that is overtaken by what it is about: the newcomer is in the picture first. */
const answeredLate: typeof onTheWay = async (answer) => {
  if (answer.ok) await vi.waitFor(() => expect(stage.followed.bridges.inventory.participant(answer.value.participant)?.state).toBe('connected'), patience);
  return answer;
};

const seen = async (): Promise<Order[]> => (await listOrders(db, { filter: {}, limit: 500, before: null }, olga)).map(({ order }) => order).filter((order) => order.observed !== undefined);
const seenOf = async (person: string): Promise<Order[]> => (await seen()).filter(({ items }) => items.some(({ participant }) => participant === person));

/** Everything that may come of what was told so far has come. A move by others, made last, is the sign. */
async function allSeen(): Promise<void> {
  const { person, target } = await personAndTarget();
  await stage.move(person, target);
  await vi.waitFor(async () => expect(await seenOf(person)).toMatchObject([{ state: 'settled' }]), patience);
}

test("a script's move at a bridge is seen, recorded with where from and where to, and followed to its end", async () => {
  const { person, from, target } = await personAndTarget('web-app');
  const { newcomer } = await stage.move(person, target);
  const order = await vi.waitFor(async () => {
    const [found] = await seenOf(person);
    expect(found?.state).toBe('settled');
    return found;
  }, patience);
  expect(order).toMatchObject({
    by: { kind: 'unknown' },
    observed: { predicted: { allowed: true } },
    items: [{ newParticipant: newcomer, state: 'joined', from: { meeting: from }, to: { meeting: target.meeting } }],
  });
  expect(order?.items[0]?.times).toMatchObject({ left: expect.any(String) as string, joined: expect.any(String) as string });
});

test('whoever comes too late for somebody whom a script has moved is told that it was somebody at the bridge, and where to', async () => {
  const { person, from, target } = await personAndTarget();
  await stage.add({ kind: 'sip', name: 'Who Stays', numericId: String(nextRoom - 2), callBridge: 'cb1' });
  await stage.move(person, target);
  await vi.waitFor(async () => expect(await seenOf(person)).toMatchObject([{ state: 'settled' }]), patience);
  const late = await moves.submit(olga, { participants: [person], to: { meeting: from } }, null);
  expect(late.items[0]?.verdict).toMatchObject({ reason: 'moved-meanwhile', meanwhile: { by: { kind: 'unknown', name: '' }, to: { meeting: target.meeting }, at: expect.any(String) as string } });
});

test("Usher's own moves are not taken for a script's, whatever becomes of their answers", async () => {
  const people = [];
  const lost: Answer<never> = { ok: false, error: { code: 'bridge-unreachable', detail: 'reset', status: null, failureTag: null, mayHaveActed: true } };
  const fates: (typeof onTheWay)[] = [(answer) => Promise.resolve(answer), () => Promise.resolve(lost), answeredLate];
  for (const fate of fates) {
    onTheWay = fate;
    const { person, target } = await personAndTarget();
    people.push(person);
    const order = await moveByUsher(person, target.meeting);
    await vi.waitFor(async () => expect((await moves.find(order.id, olga)).state).toBe('settled'), patience);
  }
  onTheWay = (answer) => Promise.resolve(answer);
  await allSeen();
  for (const person of people) expect(await seenOf(person)).toEqual([]);
});

test('nor where Usher was started again between the request and its answer', async () => {
  const { person, target } = await personAndTarget();
  let sent: () => void = () => undefined;
  const isSent = new Promise<void>((resolve) => (sent = resolve));
  onTheWay = () => {
    sent();
    return new Promise(() => undefined);
  };
  const order = await moveByUsher(person, target.meeting);
  await isSent;
  await observed.stop();
  // The one before is gone without a word, as after a kill: what it had in memory is lost.
  onTheWay = (answer) => Promise.resolve(answer);
  start();
  await moves.recover();
  await observed.recover();
  await vi.waitFor(async () => expect((await moves.find(order.id, olga)).items[0]?.state).toBe('joined'), patience);
  await allSeen();
  expect(await seenOf(person)).toEqual([]);
});
