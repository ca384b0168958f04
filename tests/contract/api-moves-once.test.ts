import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Order } from '@/lib/move/order';
import type { ApiAnswer } from '../support/run-usher';
import { engines } from '../support/databases';
import { meetingNamed, startStage, type Stage } from '../support/stage';

describe.each(engines)('on %s', (engine) => {
  let stage: Stage;
  let space2: Meeting;
  let space3: Meeting;

  beforeAll(async () => {
    stage = await startStage({ engine });
    for (const numericId of ['1001', '1002', '1003']) await stage.bringIn({ name: `Room ${numericId}`, numericId, callBridge: 'cbcms1' });
    [space2, space3] = [await meetingNamed(stage, 'Space 2'), await meetingNamed(stage, 'Space 3')];
  });
  afterAll(() => stage.stop());

  const aGuest = (name: string) => stage.bringIn({ kind: 'web-app', name, numericId: '1001' });

  function post(participant: string, meeting: string, key: string | null, init: { token?: string; reason?: string } = {}): Promise<ApiAnswer> {
    return stage.api('/moves', {
      body: { participants: [participant], to: { meeting }, reason: init.reason },
      headers: { prefer: 'wait=30', ...(key !== null && { 'idempotency-key': key }) },
      ...(init.token && { token: init.token }),
    });
  }

  async function ordersOf(participant: string): Promise<Order[]> {
    const { items } = (await stage.api('/moves?limit=500')).body as { items: Order[] };
    return items.filter((order) => order.items[0]?.participant === participant);
  }

  test('the same key with the same body is the same order, however often it comes', async () => {
    const guest = await aGuest('Repeated Guest');
    const first = await post(guest.id, space2.id, 'again');
    expect(first).toMatchObject({ status: 200, body: { items: [{ state: 'joined' }] } });
    // Media may be seen to flow meanwhile.
    const [item] = (first.body as Order).items;
    expect(await post(guest.id, space2.id, 'again')).toMatchObject({ status: 200, body: { id: (first.body as Order).id, items: [{ id: item?.id, state: 'joined', newParticipant: item?.newParticipant }] } });
    expect(await ordersOf(guest.id)).toHaveLength(1);
  });

  test('the same key with another body is refused, and does nothing', async () => {
    const guest = await aGuest('Reused Guest');
    await post(guest.id, space2.id, 'reused');
    const reused = { status: 422, body: { code: 'idempotency-key-reused' } };
    expect(await post(guest.id, space3.id, 'reused')).toMatchObject(reused);
    expect(await post(guest.id, space2.id, 'reused', { reason: 'another' })).toMatchObject(reused);
    expect(await ordersOf(guest.id)).toHaveLength(1);
  });

  test('a key is its caller’s own: two callers with one key have two orders', async () => {
    const guest = await aGuest('Shared Guest');
    const { secret } = (await stage.api('/tokens', { body: { name: 'other', role: 'operator' } })).body as { secret: string };
    const own = await post(guest.id, space2.id, 'shared');
    const others = await post(guest.id, space2.id, 'shared', { token: secret });
    expect(own.body).toMatchObject({ items: [{ state: 'joined' }], by: { name: 'USHER_API_TOKEN' } });
    expect(others.body).toMatchObject({ items: [{ state: 'refused', verdict: { reason: 'moved-meanwhile' } }], by: { name: 'other' } });
  });

  test('twenty requests at once with one key are one order, one request to a bridge and one newcomer', async () => {
    const guest = await aGuest('Pressed Guest');
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(guest.id, space2.id, 'pressed')));
    const orders = answers.filter(({ status }) => status === 200).map(({ body }) => (body as Order).id);
    expect(orders.length).toBeGreaterThan(0);
    expect(new Set(orders).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
    }
    expect(await ordersOf(guest.id)).toMatchObject([{ id: orders[0], state: 'settled', items: [{ state: 'joined' }] }]);
    const world = await stage.world();
    expect(world.filter(({ from }) => from === guest.id)).toMatchObject([{ meeting: space2.id, name: 'Pressed Guest' }]);
    expect(world.filter(({ name }) => name === 'Pressed Guest')).toHaveLength(1);
    // Whoever was told to ask again finds that same order.
    expect(await post(guest.id, space2.id, 'pressed')).toMatchObject({ status: 200, body: { id: orders[0] } });
  });

  test('two orders for one person at once: one is carried out, the other learns that somebody was faster', async () => {
    const guest = await aGuest('Wanted Guest');
    const answers = await Promise.all([post(guest.id, space2.id, 'to 2'), post(guest.id, space3.id, 'to 3')]);
    const items = answers.map(({ body }) => (body as Order).items[0]);
    const winner = items.find((item) => item?.state === 'joined');
    const meanwhile = { by: { kind: 'token', name: 'USHER_API_TOKEN' }, to: { meeting: winner?.to.meeting, name: winner?.to.name } };
    expect(items.find((item) => item !== winner)).toMatchObject({ state: 'refused', verdict: { reason: 'moved-meanwhile', meanwhile }, newParticipant: null });
    const world = await stage.world();
    expect(world.filter(({ name }) => name === 'Wanted Guest')).toEqual([
      { id: winner?.newParticipant, name: 'Wanted Guest', meeting: winner?.to.meeting, from: guest.id },
    ]);
  });

  test('twelve people at once all arrive, each exactly once', async () => {
    const guests = await Promise.all(Array.from({ length: 12 }, (_, n) => aGuest(`Crowd Guest ${n}`)));
    const answers = await Promise.all(guests.map(({ id }) => post(id, space3.id, `crowd ${id}`)));
    expect(answers.map(({ body }) => (body as Order).items[0]?.state)).toEqual(guests.map(() => 'joined'));
    const crowd = (await stage.world()).filter(({ name }) => name.startsWith('Crowd Guest'));
    expect(crowd.map(({ from, meeting }) => [from, meeting]).sort()).toEqual(guests.map(({ id }) => [id, space3.id]).sort());
  });

  test('the audit has one order for each, and its chain is intact after all of it', async () => {
    const { total } = (await stage.api('/moves?limit=1')).body as { total: number };
    const { items } = (await stage.api('/audit?limit=500')).body as { items: { action: string; details: { order: string } | null }[] };
    const submitted = items.filter(({ action, details }) => action === 'submit-move' && details !== null).map(({ details }) => details?.order);
    expect(new Set(submitted).size).toBe(submitted.length);
    expect(submitted).toHaveLength(total);
    expect((await stage.api('/audit/verify')).body).toMatchObject({ intact: true });
  });
});
