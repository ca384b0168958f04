import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Space } from '@/lib/meeting/space';
import { orderSchema, type Order } from '@/lib/move/order';
import { meetingNamed, startStage, type Stage } from '../support/stage';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

async function spaceNamed(name: string): Promise<Space> {
  const { body } = await stage.api(`/spaces?search=${encodeURIComponent(name)}&cluster=webapp.com`);
  const space = (body as { items: Space[] }).items.find((one) => one.name === name);
  if (!space) throw new Error(`There is no ${name}.`);
  return space;
}

const into = ({ id, cluster }: Space) => ({ space: id, cluster: cluster.id });

async function move(participants: readonly string[], to: object, more: object = {}): Promise<Order> {
  const { body } = await stage.api('/moves', { body: { participants, to, ...more }, headers: { prefer: 'wait=45' } });
  return orderSchema.parse(body);
}

test('into a space with a live meeting, on whichever bridge, is a move into that meeting', async () => {
  await stage.bringIn({ name: 'Host', numericId: '1002', callBridge: 'cbcms2' });
  const guest = await stage.bringIn({ name: 'Guest of a space', numericId: '1001', callBridge: 'cbcms1' });
  const { id: meeting } = await meetingNamed(stage, 'Space 2');
  const space = await spaceNamed('Space 2');
  const order = await move([guest.id], into(space));
  expect(order).toMatchObject({ state: 'settled', items: [{ state: 'joined', to: { meeting, name: 'Space 2', ...into(space) } }] });
});
