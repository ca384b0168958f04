import { beforeEach, expect, test } from 'vitest';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Item } from '@/lib/move/item';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { unknownRoute } from '@/server/moves/order-store';
import { latestOf, presentOf } from '@/server/moves/sighting';

const item: Pick<Item, 'participant' | 'newParticipant' | 'to'> = { participant: 'old', newParticipant: 'new', to: { meeting: 'm2', name: 'Space 2' } };
const route = { ...unknownRoute, homeBridge: 'b1', targetCluster: 'c1' };
const bridge = exampleBridge;

let inventory: ToldInventory;
const isSighted = () => presentOf(item as Item, route, inventory).sighted;

beforeEach(() => {
  inventory = new ToldInventory();
  inventory.tell(
    { event: 'call-bridge', data: bridge({ id: 'b1' }) },
    { event: 'call-bridge', data: bridge({ id: 'b2' }) },
    { event: 'meeting', data: exampleMeeting({ id: 'm1', calls: [{ id: 'call-m1', callBridge: 'b1' }] }) },
    { event: 'meeting', data: exampleMeeting({ id: 'm2', calls: [{ id: 'call-m2', callBridge: 'b1' }] }) },
  );
});

test('somebody who is nowhere is missed only once every bridge of the cluster is there: they may be on the one that is away', () => {
  expect(isSighted()).toBe(true);
  inventory.tell({ event: 'call-bridge', data: bridge({ id: 'b2', state: 'away' }) });
  expect(isSighted()).toBe(false);
});

test('somebody who is still in the source is not missed in the target as long as one bridge that hosts it is there', () => {
  inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'old', meeting: 'm1' }) }, { event: 'call-bridge', data: bridge({ id: 'b2', state: 'away' }) });
  expect(isSighted()).toBe(true);
  inventory.tell({ event: 'call-bridge', data: bridge({ id: 'b1', state: 'away' }) });
  expect(isSighted()).toBe(false);
});

test('whoever was moved by two at once is where they are connected, whichever of the two made that of them', () => {
  inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'new', meeting: 'm2', state: 'initial', movedFrom: { participant: 'old', meeting: 'm1' } }) });
  const found = () => presentOf(item as Item, route, inventory).new;
  expect(found()).toMatchObject({ meeting: 'm2', connected: false });
  inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'theirs', meeting: 'm1', movedFrom: { participant: 'old', meeting: 'm1' } }) });
  expect(found()).toMatchObject({ meeting: 'm1', connected: true });
  inventory.tell({ event: 'participant-left', data: { id: 'new', meeting: 'm2', reason: null } });
  expect(found()).toMatchObject({ meeting: 'm1', connected: true });
});

test('moves in a circle, as only a bridge that lies can tell of, are followed to an end', () => {
  inventory.tell(
    { event: 'participant', data: exampleParticipant({ id: 'x', meeting: 'm1', movedFrom: { participant: 'y', meeting: 'm1' } }) },
    { event: 'participant', data: exampleParticipant({ id: 'y', meeting: 'm1', movedFrom: { participant: 'x', meeting: 'm1' } }) },
  );
  expect(latestOf('x', inventory)?.id).toBe('y');
});
