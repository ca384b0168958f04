import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditRecord } from '@/lib/audit/audit-record';
import type { Order } from '@/lib/move/order';
import { emulatorControl } from '../support/emulator-control';
import { meetingNamed, startStage, type Stage } from '../support/stage';

/** A move that is accepted and then ignored is over, and gives its turn away, after 30 seconds. */
const untilTurn = { timeout: 120_000 };

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

interface Script {
  readonly id: string;
  readonly secret: string;
}

async function aScript(name: string): Promise<Script> {
  const { token, secret } = (await stage.api('/tokens', { body: { name, role: 'operator' } })).body as { token: { id: string }; secret: string };
  return { id: token.id, secret };
}

async function submit(participant: string, meeting: string, token?: string): Promise<Order> {
  return (await stage.api('/moves', { body: { participants: [participant], to: { meeting } }, ...(token !== undefined && { token }) })).body as Order;
}

async function endOf({ id }: Order): Promise<Order['items'][number] | undefined> {
  const order = (await stage.api(`/moves/${id}`)).body as Order;
  return order.state === 'settled' ? order.items[0] : undefined;
}

test('a move that waits is not sent once the token that ordered it is deleted, and the next one is', { timeout: 240_000 }, async () => {
  const guest = await stage.bringIn({ name: 'Waiting Guest', numericId: '1001', callBridge: 'cbcms1' });
  await stage.bringIn({ name: 'Room 2', numericId: '1002', callBridge: 'cbcms1' });
  const target = (await meetingNamed(stage, 'Space 2')).id;
  const [deleted, kept] = [await aScript('deleted'), await aScript('kept')];
  await (await emulatorControl(stage)).post('/faults', { fault: 'bridge-ignores', participant: guest.id, times: 'once' });

  await submit(guest.id, target);
  const [ofDeleted, ofKept] = [await submit(guest.id, target, deleted.secret), await submit(guest.id, target, kept.secret)];
  expect([ofDeleted, ofKept].map(({ items }) => items[0]?.state)).toEqual(['queued', 'queued']);
  expect((await stage.api(`/tokens/${deleted.id}`, { method: 'DELETE' })).status).toBe(204);

  await expect.poll(() => endOf(ofDeleted), untilTurn).toMatchObject({ state: 'refused', verdict: { reason: 'forbidden' }, times: { sending: null } });
  await expect.poll(() => endOf(ofKept), untilTurn).toMatchObject({ state: 'joined' });
  expect((await stage.world()).filter(({ from }) => from === guest.id)).toHaveLength(1);
  const { items } = (await stage.api('/audit?limit=50')).body as { items: AuditRecord[] };
  const record = items.find(({ action, details }) => action === 'move-ended' && JSON.stringify(details).includes(ofDeleted.id));
  expect(record).toMatchObject({ result: 'refused', details: { reason: 'forbidden' } });
});
