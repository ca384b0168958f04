import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '@/lib/access/access';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { BreakingDatabase, connectionLost } from '@/server/db/breaking-database';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import type { Moves } from '@/server/moves/moves';
import { ToldMoves } from '@/server/moves/told-moves';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
const people = Array.from({ length: 12 }, (_, at) => `g${at}`);

let db: Kysely<Database>;
let breaking: BreakingDatabase;
let told: ToldMoves;
let moves: Moves;
let id: string;

/** What is on record of the order, oldest first: of an end, whose it is. */
async function recorded(): Promise<string[]> {
  const { items } = await told.audit.log.list(100, null, {});
  expect(await told.audit.check.verify(true)).toMatchObject({ intact: true });
  return items.toReversed().map(({ action, result, details }) => (action === 'move-ended' ? `${(details as { participant: string }).participant} ${result}` : action));
}

/** All who were sent are refused from now on, as a bridge does that cannot. */
function refuseAll(): void {
  told.answer = () => ({ ok: false, error: { code: 'bridge-refused', detail: 'no', status: 400, failureTag: null, mayHaveActed: false } });
}

beforeEach(async () => {
  db = await memoryDatabase();
  breaking = new BreakingDatabase(db);
  told = new ToldMoves(breaking.db);
  told.inventory.tell(
    { event: 'call-bridge', data: exampleBridge() },
    ...['m1', 'm2'].map((meeting) => ({ event: 'meeting', data: exampleMeeting({ id: meeting, calls: [{ id: `call-${meeting}`, callBridge: 'b1' }] }) }) as const),
    ...people.map((person) => ({ event: 'participant', data: exampleParticipant({ id: person }) }) as const),
  );
  moves = told.start();
});

afterEach(async () => {
  await moves.stop();
  await db.destroy();
});

describe.each(['answer-lost', 'database-lost', 'late'] as const)('of a save that is done, and not answered (%s)', (how) => {
  /** The database can be used again, and all is saved. */
  async function later(): Promise<void> {
    await told.seconds(3);
    breaking.isAway = false;
    breaking.land();
    await told.seconds(3);
  }

  test('each end is on record once, and the order is told of as settled', async () => {
    refuseAll();
    ({ id } = await moves.submit(ana, { participants: ['g0', 'g1', 'g2'], to: { meeting: 'm2' } }, null));
    breaking.next = how;
    await later();
    expect(await recorded()).toEqual(['submit-move', 'g0 nothing-happened', 'g1 nothing-happened', 'g2 nothing-happened']);
    await told.until(id, ({ state, items }) => state === 'settled' && items.every((item) => item.state === 'nothing-happened'));
  });

  test('that somebody paused the order is on record once, and so is what came after', async () => {
    ({ id } = await moves.submit(ana, { participants: people, to: { meeting: 'm2' } }, null));
    breaking.next = how;
    await expect(moves.control.pause(ana, id)).rejects.toThrow(connectionLost);
    const cancelling = moves.control.cancel(ana, id).catch(() => undefined);
    await later();
    await cancelling;
    const actions = await recorded();
    expect(actions.filter((action) => action.endsWith('-move'))).toEqual(['submit-move', 'pause-move', 'cancel-move']);
    expect(actions.filter((action) => action.endsWith('cancelled')).length).toBeGreaterThan(0);
    expect(new Set(actions).size).toBe(actions.length);
  });
});

test('a save that was not done is done again, with all that belongs to it', async () => {
  refuseAll();
  ({ id } = await moves.submit(ana, { participants: ['g0', 'g1'], to: { meeting: 'm2' } }, null));
  breaking.next = 'not-done';
  await told.seconds(3);
  expect(await recorded()).toEqual(['submit-move', 'g0 nothing-happened', 'g1 nothing-happened']);
});
