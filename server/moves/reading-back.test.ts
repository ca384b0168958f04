import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Change } from '@/lib/meeting/change';
import type { Item } from '@/lib/move/item';
import { settleMs } from '@/lib/move/item-deadline';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import type { Moves } from '@/server/moves/moves';
import { ToldMoves } from '@/server/moves/told-moves';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
const arrive: Change = { event: 'participant', data: exampleParticipant({ id: 'old+', meeting: 'm2', movedFrom: { participant: 'old', meeting: 'm1' } }) };
const leave: Change = { event: 'participant-left', data: { id: 'old', meeting: 'm1', reason: null } };

let db: Kysely<Database>;
let told: ToldMoves;
let moves: Moves;
let order: string;
/** Which bridges were asked, and of whom. */
let asked: string[];

const untilItem = (isSo: (item: Item) => boolean) => told.until(order, ({ items }) => items.some(isSo));
const untilState = (wanted: Item['state']) => untilItem(({ state }) => state === wanted);

async function turn(): Promise<void> {
  for (let times = 0; times < 25; times += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** What is asked of the bridges brings this to light. */
function bringsToLight(isRead: boolean, ...changes: Change[]): void {
  told.readBack = (callBridges, people) => {
    asked.push(`${[...callBridges].sort().join()} of ${[...people].sort().join()}`);
    told.inventory.tell(...changes);
    return Promise.resolve(isRead);
  };
}

beforeEach(async () => {
  asked = [];
  db = await memoryDatabase();
  told = new ToldMoves(db);
  told.inventory.tell(
    { event: 'call-bridge', data: exampleBridge() },
    { event: 'call-bridge', data: exampleBridge({ id: 'b2' }) },
    { event: 'call-bridge', data: exampleBridge({ id: 'elsewhere', cluster: { id: 'c9', name: 'Other', mode: 'operate' } }) },
    ...['m1', 'm2'].map((id) => ({ event: 'meeting', data: exampleMeeting({ id, calls: [{ id: `call-${id}`, callBridge: 'b1' }] }) }) as const),
    { event: 'participant', data: exampleParticipant({ id: 'old' }) },
  );
  moves = told.start();
  order = (await moves.submit(ana, { participants: ['old'], to: { meeting: 'm2' } }, null)).id;
  await untilState('accepted');
});

afterEach(async () => {
  await moves.stop();
  await db.destroy();
});

describe('when time is up', () => {
  test('whoever has arrived and left without a word of it is found to have joined', async () => {
    bringsToLight(true, arrive, leave);
    told.clock.advance(settleMs);
    await untilState('joined');
    expect(asked).toEqual(['b1,b2 of old,old+']);
  });

  test('whoever turns out to have left only now has their time to arrive', async () => {
    bringsToLight(true, leave);
    told.clock.advance(settleMs);
    await untilItem(({ times }) => times.left !== null);
    bringsToLight(true);
    told.clock.advance(settleMs / 2);
    await turn();
    expect(asked).toHaveLength(1);
    told.clock.advance(settleMs / 2);
    await untilState('dropped');
    expect(asked).toHaveLength(2);
  });

  test('whoever goes while the bridges answer one after the other is not taken to be in both meetings', async () => {
    told.readBack = () => {
      asked.push('read');
      told.inventory.tell(asked.length === 1 ? arrive : leave);
      return Promise.resolve(true);
    };
    told.clock.advance(settleMs);
    await untilState('joined');
    expect(asked).toHaveLength(2);
  });

  test('whoever is in both meetings each time is, and where it cannot be read again that is not known', async () => {
    told.readBack = () => {
      asked.push('read');
      told.inventory.tell(arrive);
      return Promise.resolve(asked.length !== 2);
    };
    told.clock.advance(settleMs);
    await untilState('unknown');
    await untilState('in-both');
    expect(asked).toHaveLength(4);
  });

  test('what became of whoever is on a bridge that does not answer is not known, and that bridge is asked until it answers', async () => {
    bringsToLight(false, leave);
    told.clock.advance(settleMs);
    await untilItem(({ times }) => times.left !== null);
    told.clock.advance(settleMs);
    await untilState('unknown');
    bringsToLight(true, arrive);
    await untilState('joined');
  });

  test('a bridge that is away is not asked, and nothing is concluded until it is back and was asked', async () => {
    bringsToLight(true);
    told.inventory.tell({ event: 'call-bridge', data: exampleBridge({ id: 'b2', state: 'away' }) }, leave);
    told.clock.advance(settleMs);
    await untilState('unknown');
    await turn();
    expect(asked).toEqual([]);
    bringsToLight(true, arrive);
    told.inventory.tell({ event: 'call-bridge', data: exampleBridge({ id: 'b2' }) });
    await untilState('joined');
    expect(asked).toEqual(['b1,b2 of old+']);
  });

  test('what is being asked is not asked again, and comes to nothing where Usher ends meanwhile', async () => {
    let answer: (isRead: boolean) => void = () => undefined;
    bringsToLight(true);
    const { readBack } = told;
    told.readBack = async (...asking) => {
      await readBack(...asking);
      return new Promise((resolve) => (answer = resolve));
    };
    told.clock.advance(settleMs);
    await turn();
    told.inventory.tell({ event: 'call-bridge', data: exampleBridge() });
    told.clock.advance(settleMs);
    await turn();
    expect(asked).toHaveLength(1);
    await moves.stop();
    answer(true);
    await turn();
    expect((await moves.find(order, ana)).items[0]?.state).toBe('accepted');
  });
});
