import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { SpaceTarget } from '@/lib/move/target';
import { Dice, seedOf } from '../support/dice';
import type { WorldView } from '../support/emulated-bridge';
import { ShakenUsher } from '../support/shaken-usher';
import { ushersInTurn } from '../support/ushers-in-turn';

/** How often Usher is killed; `npm run bench -- soak kill-usher` asks for more. */
const kills = Number(process.env['KILL_USHER_TIMES'] ?? 6);
const guestCount = 6;
/** Within about this long the call is on record, asked for, made, and everybody is in it. */
const longestLifeMs = 250;

const turns = ushersInTurn();

/** A new space of the big cluster. */
async function makeSpace(control: string, name: string): Promise<SpaceTarget> {
  const { nodes } = z.object({ nodes: z.array(z.object({ name: z.string(), http: z.string() })) }).parse(await (await fetch(control)).json());
  const bridge = nodes.find((node) => node.name === 'cbcms1')?.http;
  const headers = { authorization: `Basic ${btoa('api:emulator')}` };
  const made = await fetch(`${bridge}/api/v1/coSpaces`, { method: 'POST', headers, body: new URLSearchParams({ name }) });
  return { space: made.headers.get('location')?.split('/').at(-1) ?? '', cluster: 'emulator-webapp.com' };
}

/** How often the bridges made a call for each space. */
async function callsMade(control: string): Promise<Map<string, number>> {
  const deed = z.object({ what: z.string(), method: z.string().optional(), path: z.string().optional(), body: z.string().optional(), status: z.number().optional() });
  const { history } = z.object({ history: z.array(deed) }).parse(await (await fetch(`${control}/history`)).json());
  const made = new Map<string, number>();
  for (const { method, path, body, status } of history) {
    const space = new URLSearchParams(body).get('coSpace');
    if (method === 'POST' && status === 200 && path?.endsWith('/calls') && space) made.set(space, (made.get(space) ?? 0) + 1);
  }
  return made;
}

test('killed at any moment while it takes people into spaces without a meeting, Usher makes no call twice and leaves none behind', { timeout: 180_000 + kills * 60_000 }, async () => {
  const dice = new Dice(seedOf('KILL_USHER_SEED'));
  const shaken = await ShakenUsher.start(turns);
  const { control } = shaken.usher;
  await shaken.bringGuests(guestCount, '1001');
  const spaces: SpaceTarget[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const space = await makeSpace(control, `Kill ${kill}`);
    spaces.push(space);
    const guests = await shaken.guestsOnceThere(guestCount);
    const asked = shaken.order(`kill ${kill}`, guests.map(({ id }) => id), space);
    await delay(dice.roll(longestLifeMs));
    await shaken.killAndStart();
    await asked;
    await shaken.orderAllAgain();
  }
  const orders = await shaken.expectPromisesKept();
  expect(orders).toHaveLength(kills);
  const made = await callsMade(control);
  expect(made.size).toBeGreaterThan(0);
  expect(spaces.map(({ space }) => made.get(space) ?? 0).filter((times) => times > 1)).toEqual([]);
  // Whoever arrived in a space came by a call that Usher made; none of them is kept open any more, and none is empty.
  await vi.waitUntil(async () => {
    const { callBridges } = (await shaken.emulator.world()) as WorldView;
    const calls = callBridges.flatMap((bridge) => bridge.calls).filter(({ coSpace }) => spaces.some(({ space }) => space === coSpace));
    return calls.every(({ activeWhenEmpty }) => !activeWhenEmpty);
  }, { timeout: 60_000, interval: 250 });
});
