import { expect, test } from 'vitest';
import { exampleMeeting } from '@/lib/meeting/examples';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { CloseLook } from '@/server/feeds/close-look';
import { ToldInventory } from '@/server/inventory/told-inventory';

function look(readAfresh: (callBridge: string, call: string) => Promise<void>) {
  const inventory = new ToldInventory();
  const calls = [{ id: 'x', callBridge: 'b1' }, { id: 'y', callBridge: 'b2' }];
  inventory.tell({ event: 'meeting', data: exampleMeeting({ id: 'm2', calls }) });
  const clock = new ManualClock();
  const readMissing = (callBridge: string, call: string) => readAfresh(callBridge, `${call}, if it was never read`);
  return { clock, look: new CloseLook({ feeds: { readAfresh, readMissing }, inventory, clock }) };
}

test('a close look asks every bridge that hosts one of the meetings', async () => {
  const asked: string[] = [];
  const { look: close } = look(async (callBridge, call) => void asked.push(`${callBridge} ${call}`));
  await close.take(['m2', 'a meeting that is over']);
  expect(asked).toEqual(['b1 x', 'b2 y']);
});

test('a look that only completes what is known asks the same bridges for what was never read', async () => {
  const asked: string[] = [];
  const { look: close } = look(async (callBridge, call) => void asked.push(`${callBridge} ${call}`));
  await close.complete(['m2']);
  expect(asked).toEqual(['b1 x, if it was never read', 'b2 y, if it was never read']);
});

test('a close look does not wait longer than a second for a bridge that is slow', async () => {
  const { clock, look: close } = look(() => new Promise(() => undefined));
  let over = false;
  const taken = close.take(['m2']).then(() => (over = true));
  clock.advance(999);
  await new Promise((resolve) => setImmediate(resolve));
  expect(over).toBe(false);
  clock.advance(1);
  await taken;
});
