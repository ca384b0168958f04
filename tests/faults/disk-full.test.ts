import { sql, type Kysely } from 'kysely';
import { expect, test } from 'vitest';
import type { Database } from '@/server/db/schema';
import { freshPlace, openPlace } from '../support/databases';
import { MovingHouse } from '../support/moving-house';

/**
 * As on a disk without room: SQLite refuses every page that is new, with the same error. That its own log cannot grow either, and that
 * other programs write to the disk too, is not part of this.
 */
async function fillDisk(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${rows[0]?.page_count ?? 1}`).execute(db);
}

const makeRoom = (db: Kysely<Database>) => sql.raw('pragma max_page_count = 1000000').execute(db);

test('with the disk full in the middle of moves, nothing is sent that is not on record, it is said in words, and all goes on once there is room', { timeout: 180_000 }, async () => {
  const place = await freshPlace('sqlite');
  const { db, isReady, close } = await openPlace(place);
  const house = await MovingHouse.open(1, db);
  try {
    await house.bringPeople(8, ['1001', '1002']);
    const [one = '', other = ''] = await house.meetings();
    /** Orders everybody to where they are not, one by one. */
    const orderAll = async (round: string) => {
      const answers: string[] = [];
      for (const name of house.people) {
        const found = await house.find(name);
        if (found) answers.push(await house.order('Ana', `${round} ${name}`, [found.id], found.meeting === one ? other : one));
      }
      return answers;
    };
    const before = orderAll('before');
    await fillDisk(db);
    // A page that is there may have room for some more.
    const refused = await eventuallyRefused(() => orderAll(`full ${Math.random()}`));
    expect(refused).toContain('disk of the database is full');
    await before;
    await makeRoom(db);
    await expect.poll(isReady).toBe(true);
    expect(await house.quiet()).toEqual([]);
    await orderAll('after');
    expect(await house.quiet()).toEqual([]);
    expect((await house.orders()).filter(({ reason }) => reason?.startsWith('after'))).toHaveLength(8);
  } finally {
    await house.close();
    await close();
    place.remove();
  }
});

/** Orders until one is refused, and says in which words. */
async function eventuallyRefused(order: () => Promise<string[]>): Promise<string> {
  for (let times = 0; times < 200; times += 1) {
    const refusal = (await order()).find((answer) => answer !== '');
    if (refusal !== undefined) return refusal;
  }
  throw new Error('Nothing was refused.');
}
