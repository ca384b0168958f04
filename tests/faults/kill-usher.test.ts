import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Dice, seedOf } from '../support/dice';
import { ShakenUsher } from '../support/shaken-usher';
import { ushersInTurn } from '../support/ushers-in-turn';

/** How often Usher is killed; `npm run bench -- soak kill-usher` asks for more. */
const kills = Number(process.env['KILL_USHER_TIMES'] ?? 3);
const guestCount = 100;
/** In about this long an order of all guests is over. */
const longestLifeMs = Number(process.env['KILL_USHER_LIFE_MS'] ?? 1_000);

const turns = ushersInTurn();

test(`killed at any moment of an order of ${guestCount}, Usher sends nothing twice, loses nothing acknowledged, and brings each item to its true end`, { timeout: 180_000 + kills * 60_000 }, async () => {
  const dice = new Dice(seedOf('KILL_USHER_SEED'));
  const shaken = await ShakenUsher.start(turns);
  await shaken.bringGuests(guestCount, '1001');
  await shaken.bringHost('1002');
  const meetings = [await shaken.meeting('Space 1'), await shaken.meeting('Space 2')];
  for (let kill = 0; kill < kills; kill += 1) {
    const guests = await shaken.guestsOnceThere(guestCount);
    const [target] = meetings.sort((one, other) => headCount(guests, one) - headCount(guests, other));
    const asked = shaken.order(`kill ${kill}`, guests.map(({ id }) => id), target ?? '');
    await delay(dice.roll(longestLifeMs));
    await shaken.killAndStart();
    await asked;
    await shaken.orderAllAgain();
  }
  const orders = await shaken.expectPromisesKept();
  expect(orders).toHaveLength(kills);
  // Right after a start it is not known of anybody that they are connected: nobody who waited is refused for that.
  const refused = orders.flatMap(({ items }) => items.filter(({ verdict, times }) => verdict.reason === 'not-connected' && times.queued !== times.ended));
  expect(refused).toEqual([]);
});

function headCount(guests: readonly { meeting: string }[], meeting: string): number {
  return guests.filter((guest) => guest.meeting === meeting).length;
}
