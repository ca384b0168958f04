import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Dice, seedOf } from '../support/dice';
import { ShakenUsher } from '../support/shaken-usher';
import { ushersInTurn } from '../support/ushers-in-turn';

/** How often Usher is killed; `npm run bench -- soak kill-usher` asks for more. */
const kills = Number(process.env['KILL_USHER_TIMES'] ?? 5);
const guestCount = 8;
/** In about this long the first deeds of a round are over. */
const longestLifeMs = 400;

const turns = ushersInTurn();

test('killed at any moment, Usher sends nothing twice, loses nothing acknowledged, and brings each item to its true end', { timeout: 180_000 + kills * 30_000 }, async () => {
  const dice = new Dice(seedOf('KILL_USHER_SEED'));
  const shaken = await ShakenUsher.start(turns);
  await shaken.bringGuests(guestCount, '1001');
  await shaken.bringHost('1002');
  const meetings = [await shaken.meeting('Space 1'), await shaken.meeting('Space 2')];
  for (let kill = 0; kill < kills; kill += 1) {
    const guests = await shaken.guests();
    const asked = guests.map(({ id, meeting }, n) => shaken.order(`kill ${kill}, guest ${n}`, [id], meetings.find((other) => other !== meeting) ?? ''));
    await delay(dice.roll(longestLifeMs));
    await shaken.killAndStart();
    await Promise.all(asked);
    await shaken.orderAllAgain();
  }
  const orders = await shaken.expectPromisesKept();
  expect(orders.length).toBeGreaterThanOrEqual(kills);
});
