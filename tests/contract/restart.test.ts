import { describe, expect, test, vi } from 'vitest';
import type { Person } from '@/lib/access/person';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { CookieBrowser } from '../support/cookie-browser';
import type { DataPlace } from '../support/databases';
import type { WorldView } from '../support/emulated-bridge';
import { emulatorControl, type EmulatorControl } from '../support/emulator-control';
import type { RunningUsher } from '../support/run-usher';
import { meetingNamed, patience, untilConnected } from '../support/stage';
import { freePorts, type UsherPorts } from '../support/usher-process';
import { ushersInTurn } from '../support/ushers-in-turn';

const { newPlace, start } = ushersInTurn();

describe('the next start on the same data', () => {
  test('keeps people, tokens, orders and audit, and prints no password again', async () => {
    const [place, ports] = [await newPlace(), await freePorts()];
    const first = await start(place, { ports, env: { USHER_ADMIN_PASSWORD: '' } });
    await untilConnected(first, 4);
    const password = /password {2}(\S+)/.exec(first.output())?.[1] ?? '';
    expect(password).toMatch(/^(\w{5}-){3}\w{5}$/);
    await first.api('/people', { body: { name: 'Olga', role: 'operator' } });
    const { secret } = (await first.api('/tokens', { body: { name: 'kept', role: 'viewer' } })).body as { secret: string };
    const move = { body: { participants: ['nobody'], to: { meeting: 'nowhere' } }, headers: { 'idempotency-key': 'kept' } };
    const order = (await first.api('/moves', move)).body as { id: string };
    const audit = (await first.api('/audit?limit=500')).body as { items: unknown[] };
    await first.stop();

    const second = await start(place, { ports, env: { USHER_ADMIN_PASSWORD: '' } });
    expect(second.output()).not.toContain('password');
    expect(((await second.api('/people')).body as { items: Person[] }).items.map(({ name }) => name)).toEqual(['admin', 'Olga']);
    expect((await second.api('/me', { token: secret })).body).toMatchObject({ name: 'kept', role: 'viewer' });
    expect(await second.api('/moves', move)).toMatchObject({ status: 202, body: { id: order.id } });
    const [used, ...before] = ((await second.api('/audit?limit=500')).body as { items: unknown[] }).items;
    expect(used).toMatchObject({ action: 'token-used', by: { name: 'kept' } });
    expect(before).toEqual(audit.items);
    expect((await second.api('/audit/verify')).body).toMatchObject({ intact: true });
    expect(await new CookieBrowser(second.url).signIn('admin', password)).toBeNull();
  });
});

describe('after a kill -9', () => {
  const guestCount = 6;

  async function usherWithGuests(place: DataPlace, ports: UsherPorts): Promise<{ usher: RunningUsher; guests: string[]; target: string }> {
    const usher = await start(place, { ports });
    await untilConnected(usher, 4);
    const control = await emulatorControl(usher);
    await control.post('/people', { kind: 'sip', name: 'Room Target', numericId: '1002', callBridge: 'cbcms1' });
    const guests: string[] = [];
    for (let n = 0; n < guestCount; n += 1) {
      const added = await control.post('/people', { kind: 'web-app', name: `Guest ${n}`, numericId: '1001' });
      guests.push((added as { participant: string }).participant);
    }
    const isThere = ({ state, canMove }: Participant) => state === 'connected' && canMove;
    for (const id of guests) await vi.waitUntil(async () => isThere((await usher.api(`/participants/${id}`)).body as Participant), patience);
    // Long enough for those on the way to be there still when Usher is gone.
    await control.setMediaDelay(2_500);
    return { usher, guests, target: (await meetingNamed(usher, 'Space 2')).id };
  }

  const post = (usher: RunningUsher, guest: string, target: string) =>
    usher.api('/moves', { body: { participants: [guest], to: { meeting: target } } });

  async function orderOf(usher: RunningUsher, id: string): Promise<Order> {
    const answer = await usher.api(`/moves/${id}`);
    expect(answer.status).toBe(200);
    return answer.body as Order;
  }

  async function authorityOf(control: string): Promise<string> {
    return ((await (await fetch(control)).json()) as { authority: string }).authority;
  }

  async function guestsIn(control: EmulatorControl): Promise<string[]> {
    const { callBridges } = (await control.world()) as WorldView;
    return callBridges.flatMap(({ calls }) => calls.flatMap(({ name, participants }) => participants.map((one) => `${one.name} in ${name}`))).sort();
  }

  test('the emulator goes on, the next Usher adopts it, and who was on the way arrives', async () => {
    const [place, ports] = [await newPlace(), await freePorts()];
    const { usher, guests, target } = await usherWithGuests(place, ports);
    const authority = await authorityOf(usher.control);
    const orders = await Promise.all(guests.map(async (guest) => ((await post(usher, guest, target)).body as Order).id));
    for (const id of orders) {
      await vi.waitUntil(async () => (await orderOf(usher, id)).items[0]?.times.accepted !== null, { ...patience, interval: 5 });
    }
    expect(await usher.stop('SIGKILL')).toBeNull();
    expect(await authorityOf(usher.control)).toBe(authority);

    const again = await start(place, { ports });
    expect(await authorityOf(usher.control)).toBe(authority);
    for (const id of orders) {
      await vi.waitUntil(async () => (await orderOf(again, id)).state === 'settled', patience);
      expect((await orderOf(again, id)).items).toMatchObject([{ state: 'joined', to: { meeting: target, name: 'Space 2' } }]);
    }
    const expected = ['Room Target', ...guests.map((_, n) => `Guest ${n}`)].map((name) => `${name} in Space 2`);
    expect(await guestsIn(await emulatorControl(again))).toEqual(expected.sort());
    expect((await again.api('/audit/verify')).body).toMatchObject({ intact: true });
  });

  test('whatever was acknowledged is on record, what was not sent yet is sent, and nothing is sent twice', async () => {
    const [place, ports] = [await newPlace(), await freePorts()];
    const { usher, guests, target } = await usherWithGuests(place, ports);
    const acknowledged: string[] = [];
    const posts = guests.map(async (guest) => {
      const answer = await post(usher, guest, target).catch(() => null);
      if (answer?.status === 202) acknowledged.push((answer.body as Order).id);
    });
    await Promise.race(posts);
    await usher.stop('SIGKILL');
    await Promise.all(posts);
    expect(acknowledged.length).toBeGreaterThan(0);

    const again = await start(place, { ports });
    for (const id of acknowledged) {
      // One that was being sent is watched for half a minute before it is said that nothing happened.
      const item = await vi.waitUntil(async () => {
        const found = (await orderOf(again, id)).items[0];
        return found?.state === 'joined' || found?.state === 'sending' ? found : null;
      }, patience);
      expect(guests).toContain(item.participant);
    }
    const names = (await guestsIn(await emulatorControl(again))).map((line) => line.replace(/ in .*/, ''));
    const people = ['Room Target', ...guests.map((_, n) => `Guest ${n}`)];
    expect(new Set(names)).toEqual(new Set(people));
    expect((await again.api('/audit/verify')).body).toMatchObject({ intact: true });
  });
});
