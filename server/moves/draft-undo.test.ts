import { expect, test } from 'vitest';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Caller } from '@/lib/access/access';
import { exampleItem } from '@/lib/move/example-item';
import { rfc3339 } from '@/server/bridge-client/clock';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { agreeingWriter } from '@/server/bridge-client/agreeing-writer';
import { ToldSpaces } from '@/server/clusters/told-spaces';
import { memoryDatabase } from '@/server/db/memory-database';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { draftUndo } from '@/server/moves/draft-undo';
import { MoveMemory } from '@/server/moves/last-moves';
import { unknownRoute, type StoredOrder } from '@/server/moves/order-store';

const olga: Caller = { kind: 'person', id: 'p1', name: 'Olga', role: 'operator', scope: null, address: null };

/**
 * The way back of somebody who was moved from m1 to m2 and had to wait in its lobby, as it is where bridges have this version.
 * @param isLive whether somebody is left in m1
 */
async function wayBackOn(version: string, isLive = true): Promise<StoredOrder['order']> {
  const clock = new ManualClock();
  const at = rfc3339(clock.now());
  const inventory = new ToldInventory();
  inventory.tell(
    { event: 'call-bridge', data: exampleBridge({ version }) },
    { event: 'meeting', data: exampleMeeting() },
    { event: 'participant', data: exampleParticipant({ id: 'new', kind: 'sip', meeting: 'm2', inLobby: true, movedFrom: { participant: 'old', meeting: 'm1' } }) },
  );
  if (isLive) inventory.tell({ event: 'meeting', data: exampleMeeting({ id: 'm1', name: 'Space 1', space: 's1', calls: [{ id: 'call1', callBridge: 'b1' }] }) });
  const item = exampleItem({
    newParticipant: 'new',
    state: 'joined',
    times: { queued: at, sending: at, accepted: at, left: at, joined: at, mediaSeen: null, ended: at },
  });
  const route = { ...unknownRoute, from: { cluster: 'c1', space: 's1' } };
  const db = await memoryDatabase();
  const clusters = {
    spaces: new ToldSpaces(),
    list: () => [],
    modes: () => new Map([['c1', 'operate'] as const]),
    writerFor: () => agreeingWriter,
    settingsOf: () => Promise.resolve(null),
    receivesMedia: () => Promise.resolve(false),
    readBack: () => Promise.resolve(true),
  };
  const known = { db, inventory, clusters, lastMoves: new MoveMemory() };
  const { order } = await draftUndo(known, { order: { id: 'o1', lobby: 'wait' }, routes: new Map([['1', route]]), items: [item] }, { by: olga, nowMs: clock.now() });
  await db.destroy();
  return order;
}

test.each([
  ['2.9', 'is let in past the lobby that they go back through', 'admit'],
  ['2.8', 'goes back all the same, and waits there, where bridges are too old to let in one alone', 'wait'],
] as const)('on bridges of %s whoever had to wait %s', async (version, _, lobby) => {
  expect(await wayBackOn(version)).toMatchObject({ lobby, items: [{ state: 'queued', verdict: { allowed: true } }] });
});

test('on bridges of 2.8 whoever goes back to a space that nobody is in waits there too', async () => {
  expect(await wayBackOn('2.8', false)).toMatchObject({ lobby: 'wait', items: [{ to: { space: 's1' } }] });
});
