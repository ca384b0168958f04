import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditRecord } from '@/lib/audit/audit-record';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { orderSchema, type Order } from '@/lib/move/order';
import { meetingNamed, startStage, type Stage } from '../support/stage';

const bridges = ['cbcms1', 'cbcms2', 'cbcms3'];

let stage: Stage;
let target: Meeting;

beforeAll(async () => {
  stage = await startStage();
  await stage.bringIn({ name: 'Host of the target', numericId: '1003', callBridge: 'cbcms1' });
  target = await meetingNamed(stage, 'Space 3');
});
afterAll(() => stage.stop());

/** So many people of a space, spread over the bridges. */
function crowd(numericId: string, count: number): Promise<Participant[]> {
  const names = Array.from({ length: count }, (_, at) => ({ name: `Guest ${numericId} ${at}`, callBridge: bridges[at % bridges.length] }));
  return Promise.all(names.map((newcomer) => stage.bringIn({ kind: 'web-app', numericId, ...newcomer })));
}

async function moveAll(people: readonly Participant[], more: object = {}): Promise<Order> {
  const body = { participants: people.map(({ id }) => id), to: { meeting: target.id }, ...more };
  const answer = await stage.api('/moves', { body, headers: { prefer: 'wait=30' } });
  return orderSchema.parse(answer.body);
}

describe('an order of many', () => {
  test('moves thirty people of two meetings on three bridges, each once and with an end of their own', async () => {
    const people = [...(await crowd('1001', 15)), ...(await crowd('1002', 15))];
    const order = await moveAll(people);
    expect(order.state).toBe('settled');
    expect(order.items.map(({ id, participant, state }) => [id, participant, state])).toEqual(people.map(({ id }, at) => [String(at + 1), id, 'joined']));
    const madeFrom = (await stage.world()).filter(({ meeting }) => meeting === target.id).map(({ from }) => from);
    for (const { id } of people) expect(madeFrom.filter((from) => from === id)).toHaveLength(1);
    const { items } = (await stage.api('/audit?limit=40')).body as { items: AuditRecord[] };
    expect(items.filter(({ action, details }) => action === 'move-ended' && JSON.stringify(details).includes(order.id))).toHaveLength(30);
    expect((await stage.api('/audit/verify')).body).toMatchObject({ intact: true });
  });

  test('leaves out those who are not where the caller saw them', async () => {
    const [here, elsewhere] = [await crowd('1001', 3), await crowd('1002', 2)];
    const order = await moveAll([...here, ...elsewhere], { onlyIfIn: here[0]?.meeting });
    expect(order.items.map(({ state }) => state)).toEqual(['joined', 'joined', 'joined', 'refused', 'refused']);
    expect(order.items.slice(3).map(({ verdict }) => verdict.reason)).toEqual(['moved-meanwhile', 'moved-meanwhile']);
  });

  test('is not understood with nobody, with more than a thousand, or with somebody twice', async () => {
    const to = { meeting: target.id };
    for (const participants of [[], Array.from({ length: 1_001 }, (_, at) => `p${at}`), ['twice', 'twice']]) {
      expect(await stage.api('/moves', { body: { participants, to } })).toMatchObject({ status: 422, body: { code: 'invalid' } });
    }
  });
});
