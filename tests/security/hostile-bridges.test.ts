import 'reflect-metadata';
import type { ServerResponse } from 'node:http';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBridges, type Bridges } from '@/server/clusters/bridges';
import { memoryDatabase } from '@/server/db/memory-database';
import { testSecret } from '../support/followed-emulator';
import { hastyClock } from '../support/hasty-clock';
import { MadeUpBridge } from '../support/made-up-bridge';
import { xml } from '../support/scripted-bridge';

let hostile: MadeUpBridge;
let bridges: Bridges;
let id: string;
let close: () => Promise<void>;

/** A bridge that behaves until it is known, and Usher that follows it. */
beforeEach(async () => {
  hostile = await MadeUpBridge.open();
  const db = await memoryDatabase();
  // What is looked at every minute, is looked at every six seconds.
  bridges = createBridges({ db, secret: testSecret, log: pino({ enabled: false }), clock: hastyClock });
  await bridges.start();
  close = async () => {
    await bridges.stop();
    await hostile.close();
    await db.destroy();
  };
  ({ id } = await bridges.clusters.add({ address: hostile.origin, username: 'api', password: 'made-up', trust: { kind: 'system', value: '' } }));
  await expect.poll(line).toMatchObject({ state: 'connected', feeds: { events: 'active' }, refused: { count: 0 }, healed: { count: 0 } });
  await expect.poll(names).toEqual(['Ana']);
  await expect.poll(() => hostile.listeners).toBe(1);
});
afterEach(() => close());

const line = () => bridges.inventory.picture.callBridges.get(id);
const names = () => [...bridges.inventory.picture.participants.values()].map(({ name }) => name);
const participants = (total: number, entries: string) => (response: ServerResponse) => xml(response, `<participants total="${total}">${entries}</participants>`);
const ana = '<participant id="person-1"><name>Ana</name><call>call-1</call></participant>';

describe('a list that is none', () => {
  test.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['is nested without end', (response) => xml(response, '<participants>'.repeat(100_000)), /nested too deeply/],
    ['brings entities of its own', (response) => response.end(`<!DOCTYPE participants [<!ENTITY a "${'a'.repeat(1_000)}"><!ENTITY b "&a;&a;">]><participants>&b;</participants>`), /DOCTYPE/],
    ['repeats its first page for ever', participants(1_000_000, ana), /repeat/],
    ['names people by what is no id', participants(1, ana.replace('person-1', 'x'.repeat(1_000_000))), /no id/],
    ['has a name of megabytes', participants(1, ana.replace('Ana', 'x'.repeat(5_000_000))), /texts of more than 1024 characters/],
  ])('because it %s is counted and shown, and costs nobody their place', async (_, answer, reason) => {
    const before = hostile.requests.length;
    hostile.answers.set('participants', answer);
    await expect.poll(() => line()?.refused).toMatchObject({ count: expect.any(Number), last: expect.stringMatching(reason) });
    expect(hostile.requests.slice(before).filter((request) => request.startsWith('GET /api/v1/participants?')).length).toBeLessThan(20);
    expect(names()).toEqual(['Ana']);
    hostile.answers.delete('participants');
    await expect.poll(line).toMatchObject({ state: 'connected', problem: null });
    expect(names()).toEqual(['Ana']);
  });
});

describe('an event', () => {
  test('with a name of megabytes is taken in cut, and that is counted and shown', async () => {
    // What is told anew of them, now and then, is the same from now on.
    hostile.people[0] = { id: 'person-1', name: 'x'.repeat(1_024) };
    hostile.tellRoster({ participant: 'person-1', updateType: 'update', name: 'x'.repeat(3_000_000) });
    await expect.poll(names, { interval: 10 }).toEqual(['x'.repeat(1_024)]);
    await expect.poll(() => line()?.refused).toMatchObject({ count: 1, last: expect.stringMatching(/texts of more than 1024 characters/) });
    await expect.poll(() => line()?.feeds.events).toBe('active');
  });

  test('of ten megabytes is not taken in: the connection ends, that is shown, and another takes its place', async () => {
    hostile.sendRaw(`{"type":"message","message":{"messageId":99,"type":"rosterUpdate","x":"${'x'.repeat(10_000_000)}"}}`);
    await expect.poll(() => line()?.refused).toMatchObject({ count: 1, last: expect.stringMatching(/too long/) });
    await expect.poll(() => line()?.feeds.events).toBe('active');
    await expect.poll(() => hostile.listeners).toBe(1);
    expect(names()).toEqual(['Ana']);
  });

  test('that tells for ever of somebody whom the bridge itself does not know is put right each time, and that is counted and shown', async () => {
    hostile.ghosts.push({ id: 'person-2', name: 'Ghost' });
    hostile.tellRoster({ participant: 'person-2', updateType: 'add', name: 'Ghost', state: 'connected' });
    await expect.poll(names, { interval: 10 }).toEqual(['Ana', 'Ghost']);
    await expect.poll(() => line()?.healed.count).toBeGreaterThan(2);
    hostile.ghosts.pop();
    await expect.poll(names).toEqual(['Ana']);
    await expect.poll(line).toMatchObject({ state: 'connected', refused: { count: 0 } });
  });
});

test('a bridge that becomes another version while it is connected is shown as that, and so are its people', async () => {
  hostile.version = '3.12';
  await expect.poll(() => line()?.version).toBe('3.12');
  await expect.poll(() => [...bridges.inventory.picture.participants.values()].map(({ callBridge }) => callBridge.version)).toEqual(['3.12']);
  await expect.poll(line).toMatchObject({ state: 'connected', feeds: { events: 'active' } });
});

test('a bridge that never answers is away with that reason and keeps its people; once it answers it is back', async () => {
  hostile.answers.set('system/status', () => undefined);
  await expect.poll(line).toMatchObject({ state: 'away', problem: { detail: expect.stringMatching(/did not answer in time/) } });
  expect(names()).toEqual(['Ana']);
  expect([...bridges.inventory.picture.meetings.values()]).toMatchObject([{ stale: line()?.since }]);
  hostile.answers.delete('system/status');
  await expect.poll(line).toMatchObject({ state: 'connected', problem: null });
});
