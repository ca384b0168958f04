import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { exampleParticipant } from '@/lib/meeting/examples';
import type { Order } from '@/lib/move/order';
import type { OpenedDatabase } from '@/server/db/open-database';
import type { Moves } from '@/server/moves/moves';
import { ToldMoves } from '@/server/moves/told-moves';
import { cutCommits, type CutCommits } from '../support/cut-commits';
import { type DataPlace, freshPlace, openPlace } from '../support/databases';
import { eventually } from '../support/eventually';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
const people = Array.from({ length: 12 }, (_, at) => `g${at}`);

let place: DataPlace;
let wire: CutCommits;
let opened: OpenedDatabase;
let told: ToldMoves;
let moves: Moves;

beforeEach(async () => {
  const fresh = await freshPlace('postgresql');
  wire = await cutCommits(fresh.databaseUrl ?? '');
  place = { ...fresh, databaseUrl: wire.databaseUrl };
  opened = await openPlace(place);
  told = new ToldMoves(opened.db);
  told.tellHouse(people);
  moves = told.start();
});

afterEach(async () => {
  await moves.stop();
  await opened.close();
  await wire.close();
  place.remove();
});

const submit = () => moves.submit(ana, { participants: people, to: { meeting: 'm2' } }, 'key');
const ordersOnRecord = () => opened.db.selectFrom('orders').select('id').execute();

/** The order on record, once all of its items are in one of these states. */
function once(...states: Order['items'][number]['state'][]): Promise<Order> {
  return eventually(async () => {
    told.clock.advance(50);
    const [{ id } = { id: '' }, ...others] = await ordersOnRecord();
    const order = await moves.find(id, ana);
    expect(order.items.filter(({ state }) => !states.includes(state))).toEqual([]);
    expect(others).toEqual([]);
    return order;
  });
}

test('an order whose commit PostgreSQL did and could not answer goes as if nothing had been', async () => {
  wire.cutNext('one');
  const { id } = await submit();
  expect(wire.cut).toBe(1);
  expect(await once('accepted')).toMatchObject({ id });
  expect(told.sent.toSorted()).toEqual(people.toSorted());
  expect(await submit()).toMatchObject({ id });
  expect(await told.audit.check.verify(true)).toMatchObject({ intact: true });
});

test('the same with PostgreSQL out of reach afterwards: the order is taken up later, and who may be late is not sent', async () => {
  wire.cutNext('all');
  await expect(submit()).rejects.toThrow();
  expect([wire.cut, told.sent]).toEqual([1, []]);
  wire.heal();
  const { id, items } = await once('accepted', 'nothing-happened');
  const failed = items.filter(({ state }) => state === 'nothing-happened');
  expect(failed.length).toBeGreaterThan(0);
  for (const { error } of failed) expect(error).toMatchObject({ code: 'unavailable' });
  expect(told.sent.toSorted()).toEqual(items.flatMap(({ state, participant }) => (state === 'accepted' ? [participant] : [])).toSorted());
  expect(await submit()).toMatchObject({ id });
  expect(await told.audit.check.verify(true)).toMatchObject({ intact: true });
});

test('a change of an order whose commit was not answered is on record once', async () => {
  const { id } = await submit();
  await once('accepted');
  wire.cutNext('one');
  for (const participant of people) {
    const movedFrom = { participant, meeting: 'm1' };
    told.inventory.tell(
      { event: 'participant', data: exampleParticipant({ id: `${participant}+`, meeting: 'm2', movedFrom }) },
      { event: 'participant-left', data: { id: participant, meeting: 'm1', reason: null } },
    );
  }
  await once('joined');
  expect(wire.cut).toBe(1);
  const ends = await opened.db.selectFrom('audit').select('seq').where('action', '=', 'move-ended').execute();
  expect([ends.length, (await submit()).id]).toEqual([people.length, id]);
  expect(await told.audit.check.verify(true)).toMatchObject({ intact: true });
});
