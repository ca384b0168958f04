import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import type { Change } from '@/lib/meeting/change';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { isEnd } from '@/lib/move/item-state';
import { createAuditDesk } from '@/server/audit/audit-desk';
import type { Answer } from '@/server/bridge-client/bridge-error';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { memoryDatabase } from '@/server/db/memory-database';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { Moves } from '@/server/moves/moves';
import { ObservedMoves } from '@/server/moves/observed-moves';
import { listOrders } from '@/server/moves/order-list';
import { agreeingWriter } from '@/server/bridge-client/agreeing-writer';
import { ToldSpaces } from '@/server/clusters/told-spaces';

/**
 * Usher and a script move the same people at one bridge, in any order, while answers get lost and events come late, twice and in another
 * order: nobody is sent twice, what is Usher's own is never taken for the script's nor the other way round, and everything has its end.
 */

const olga: Caller = { kind: 'person', id: 'p1', name: 'Olga', role: 'operator', scope: null, address: null };
const lost: Answer<never> = { ok: false, error: { code: 'bridge-unreachable', detail: 'reset', status: null, failureTag: null, mayHaveActed: true } };
const gone: Answer<never> = { ok: false, error: { code: 'bridge-refused', detail: 'participantDoesNotExist', status: 400, failureTag: 'participantDoesNotExist', mayHaveActed: false } };
const log = pino({ level: 'silent' });

const who = fc.nat(2);
const where = fc.constantFrom('m1', 'm2', 'm3');
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('own' as const), who, to: where, isLost: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('foreign' as const), who, to: where }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tell' as const), pick: fc.nat(100), twice: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(10, 100, 2_000) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 6; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A bridge that holds three people, and what it has yet to tell of them. */
class Bridge {
  readonly ids = ['a0', 'b0', 'c0'];
  readonly rooms = ['m1', 'm1', 'm1'];
  readonly sent: string[] = [];
  readonly made = { own: new Set<string>(), foreign: new Set<string>() };
  untold: Change[] = [];
  isLost = false;

  move(old: string, to: string, by: 'own' | 'foreign'): string | null {
    const at = this.ids.indexOf(old);
    const from = this.rooms[at];
    if (at < 0 || from === undefined || from === to) return null;
    const id = `${old.charAt(0)}${Number(old.slice(1)) + 1}`;
    this.ids[at] = id;
    this.rooms[at] = to;
    this.made[by].add(id);
    const data = exampleParticipant({ id, name: id.charAt(0), meeting: to, movedFrom: { participant: old, meeting: from } });
    this.untold.push({ event: 'participant', data: { ...data, state: 'initial' } }, { event: 'participant', data }, { event: 'participant-left', data: { id: old, meeting: from, reason: 'callMoved' } });
    return id;
  }
}

async function run(steps: readonly Step[]): Promise<void> {
  const [db, clock, inventory, bridge] = [await memoryDatabase(), new ManualClock(), new ToldInventory(), new Bridge()];
  const audit = createAuditDesk(db, () => clock.now());
  const rooms = ['m1', 'm2', 'm3'].map((id) => exampleMeeting({ id, name: id, calls: [{ id, callBridge: 'b1' }] }));
  const moves = new Moves({
    db,
    audit: audit.writer,
    inventory,
    clusters: {
      list: () => [],
      modes: () => new Map([['c1', 'operate']]),
      spaces: new ToldSpaces(),
      writerFor: () => ({
        ...agreeingWriter,
        moveParticipant: (call, participant) => {
          bridge.sent.push(participant);
          const made = bridge.move(participant, call, 'own');
          return Promise.resolve(made === null ? gone : bridge.isLost ? lost : { ok: true, value: { participant: made } });
        },
      }),
      settingsOf: () => Promise.resolve(null),
      receivesMedia: () => Promise.resolve(true),
      readBack: () => Promise.resolve(true),
    },
    rightsOf: () => Promise.resolve({ role: 'operator', scope: null }),
    publish: () => undefined,
    clock,
    log,
  });
  const observed = new ObservedMoves({ db, inventory, ownItems: (id) => moves.itemsMoving(id), publish: (order, routes) => moves.noteObserved(order, routes), clock, log });
  inventory.tell({ event: 'call-bridge', data: exampleBridge() }, ...rooms.map((data): Change => ({ event: 'meeting', data })));
  inventory.tell(...bridge.ids.map((id): Change => ({ event: 'participant', data: exampleParticipant({ id, name: id.charAt(0), meeting: 'm1' }) })));
  clock.advance(1);
  const pass = async (ms: number) => {
    clock.advance(ms);
    await turns();
  };
  for (const one of steps) {
    if (one.do === 'wait') await pass(one.ms);
    else if (one.do === 'foreign') bridge.move(bridge.ids[one.who] ?? '', one.to, 'foreign');
    else if (one.do === 'own') {
      bridge.isLost = one.isLost;
      await moves.submit(olga, { participants: [bridge.ids[one.who] ?? ''], to: { meeting: one.to } }, null);
      await turns();
    } else if (bridge.untold.length > 0) {
      // Of one person in order; of different people in any, and now and then twice.
      const person = ({ data }: Change) => ('id' in data ? data.id.charAt(0) : '');
      const chosen = bridge.untold[one.pick % bridge.untold.length];
      const next = bridge.untold.find((change) => chosen && person(change) === person(chosen));
      bridge.untold = bridge.untold.filter((change) => change !== next);
      if (next) inventory.tell(next, ...(one.twice ? [next] : []));
      await pass(1);
    }
  }
  for (const change of bridge.untold) {
    inventory.tell(change);
    await pass(1);
  }
  for (let round = 0; round < 60; round += 1) await pass(5_000);
  const orders = (await listOrders(db, { filter: {}, limit: 500, before: null }, olga)).map(({ order }) => order);
  const items = orders.flatMap(({ items }) => items);
  expect(bridge.sent).toEqual([...new Set(bridge.sent)]);
  expect(items.filter(({ state }) => !isEnd(state) || state === 'unknown')).toEqual([]);
  const seen = orders.flatMap((order) => (order.observed ? order.items.map(({ newParticipant }) => newParticipant) : []));
  expect(seen.toSorted()).toEqual([...bridge.made.foreign].toSorted());
  const own = orders.flatMap((order) => (order.observed ? [] : order.items.flatMap(({ newParticipant }) => newParticipant ?? [])));
  expect(own.filter((id) => bridge.made.foreign.has(id))).toEqual([]);
  await Promise.all([moves.stop(), observed.stop()]);
  await db.destroy();
}

test('moves of Usher and of a script on the same people are each known for what they are', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 24 }), run), { numRuns: 25 });
}, 60_000);
