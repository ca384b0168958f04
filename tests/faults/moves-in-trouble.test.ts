import { expect, test } from 'vitest';
import { memoryDatabase } from '@/server/db/memory-database';
import { Dice, seedOf } from '../support/dice';
import { hastyDelay } from '../support/hasty-clock';
import { MovingHouse, type MoveTrouble } from '../support/moving-house';
import { bridgeNames, pick } from '../support/random-deeds/stage';

/** How many scenarios; `npm run bench -- soak moves-in-trouble` asks for more. */
const runs = Number(process.env['MOVES_IN_TROUBLE'] ?? 8);
const firstSeed = seedOf('MOVES_IN_TROUBLE_SEED');
const rounds = 3;

/** What networks do. */
const troubles: readonly MoveTrouble[] = [
  'requests-lost',
  'answers-lost',
  'answers-stuck',
  'answers-late',
  'answers-cut',
  'answers-busy',
  'events-lost',
  'events-doubled',
  'events-reordered',
  'events-cut',
  'unplugged',
  'restarted',
];

/** Some trouble, and then two operators and a script who want the same people at once. */
async function play(house: MovingHouse, dice: Dice, round: number): Promise<void> {
  const meetings = await house.meetings();
  for (const bridge of bridgeNames) {
    if (dice.roll(2) === 0) await house.cause(pick(troubles, dice.roll(troubles.length)) ?? 'events-cut', bridge);
  }
  await Promise.all(
    house.people.map(async (name) => {
      const [wish, first, second] = [dice.roll(5), dice.roll(100), dice.roll(100)];
      const found = await house.find(name);
      if (!found) return;
      const to = (number: number) => pick(meetings, number) ?? '';
      const key = `${round} ${name}`;
      if (wish > 0) await house.order('Ana', `Ana ${key}`, [found.id], to(first));
      if (wish > 1) await house.order('Ben', `Ben ${key}`, [found.id], to(second));
      if (wish > 2) await house.order('Ana', `Ana ${key}`, [found.id], to(first));
      if (wish > 3) await house.moveByScript(found.id, to(second));
    }),
  );
  await hastyDelay(dice.roll(3_000));
}

test.each(Array.from({ length: runs }, (_, n) => firstSeed + n))('whatever goes wrong on the wires, what is promised of moves holds (seed %i)', { timeout: 900_000 }, async (seed) => {
  const dice = new Dice(seed);
  const db = await memoryDatabase();
  const house = await MovingHouse.open(seed, db);
  try {
    await house.bringPeople(8, ['1001', '1002', '1003']);
    for (let round = 0; round < rounds; round += 1) {
      await play(house, dice, round);
      await house.heal();
    }
    expect(await house.quiet()).toEqual([]);
  } finally {
    await house.close();
    await db.destroy();
  }
});
