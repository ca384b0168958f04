import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import { dryRunSchema, orderSchema, type DryRun, type Order } from '@/lib/move/order';
import type { ApiInit } from '../support/run-usher';
import { meetingNamed, patience, startStage, type Newcomer, type Stage } from '../support/stage';

let stage: Stage;
let target: Meeting;
let third: Meeting;

beforeAll(async () => {
  stage = await startStage();
  // They keep their meetings live, whoever is moved away.
  for (const numericId of ['1001', '1002', '1003', '1004']) await stage.bringIn({ name: `Host of ${numericId}`, numericId, callBridge: 'cbcms1' });
  target = await meetingNamed(stage, 'Space 3');
  third = await meetingNamed(stage, 'Space 4');
});
afterAll(() => stage.stop());

async function moveAll(people: readonly { id: string }[], meeting = target.id, more: object = {}): Promise<Order> {
  const body = { participants: people.map(({ id }) => id), to: { meeting }, ...more };
  return orderSchema.parse((await stage.api('/moves', { body, headers: { prefer: 'wait=30' } })).body);
}

async function undo({ id }: Order, { headers, ...init }: ApiInit = {}): Promise<Order> {
  return orderSchema.parse((await stage.api(`/moves/${id}/undo`, { method: 'POST', body: {}, headers: { prefer: 'wait=30', ...headers }, ...init })).body);
}

async function undoDry({ id }: Order, more: object = {}): Promise<DryRun> {
  return dryRunSchema.parse((await stage.api(`/moves/${id}/undo`, { body: { dryRun: true, ...more } })).body);
}

/** In which meeting somebody of this name is. */
async function whereIs(name: string): Promise<string | undefined> {
  return (await stage.world()).find((person) => person.name === name)?.meeting;
}

const bring = (name: string, more: Partial<Newcomer> = {}): Promise<Participant> => stage.bringIn({ name, numericId: '1001', callBridge: 'cbcms1', ...more });
const endsOf = ({ items }: Order) => items.map(({ state, verdict }) => verdict.reason ?? state);

describe('an undo', () => {
  test('brings each one of an order back to where they were, in an order of its own that names the first', async () => {
    const people = await Promise.all([bring('Way Back 1'), bring('Way Back 2', { kind: 'web-app', callBridge: undefined }), bring('Way Back 3', { numericId: '1002', callBridge: 'cbcms2' })]);
    const first = await moveAll(people);
    expect(first).toMatchObject({ undoOf: null, repeatOf: null });
    const run = await undoDry(first);
    expect(run.items.map(({ verdict }) => verdict.allowed)).toEqual([true, true, true]);
    const back = await undo(first);
    expect(back).toMatchObject({ state: 'settled', undoOf: first.id, settings: 'keep' });
    expect(endsOf(back)).toEqual(['joined', 'joined', 'joined']);
    expect(back.items.map(({ participant, from, to }) => [participant, from?.meeting, to.meeting])).toEqual(
      first.items.map(({ newParticipant, to, from }) => [newParticipant, to.meeting, from?.meeting]),
    );
    for (const { name, meeting } of people) expect(await whereIs(name)).toBe(meeting);
  });

  test('asked for twice does no harm: with its key it is the same, without it everybody is there already', async () => {
    const [person] = [await bring('Asked Twice')];
    const first = await moveAll([person]);
    const headers = { 'idempotency-key': `undo ${first.id}`, prefer: 'wait=30' };
    const once = await undo(first, { headers });
    expect((await undo(first, { headers })).id).toBe(once.id);
    expect(endsOf(await undo(first))).toEqual(['same-meeting']);
    expect((await stage.api(`/moves/${first.id}/undo`, { body: { items: ['1'] }, headers })).body).toMatchObject({ code: 'idempotency-key-reused' });
  });

  test('can itself be undone', async () => {
    const person = await bring('There And Back');
    const back = await undo(await moveAll([person]));
    expect(endsOf(await undo(back))).toEqual(['joined']);
    expect(await whereIs('There And Back')).toBe(target.id);
  });

  test('of some items brings back those people alone', async () => {
    const people = await Promise.all([bring('Sent Back'), bring('Stays There')]);
    const first = await moveAll(people);
    const back = await undo(first, { body: { items: ['1'] } });
    expect(back.items.map(({ name }) => name)).toEqual(['Sent Back']);
    expect(await whereIs('Stays There')).toBe(target.id);
    expect((await stage.api(`/moves/${first.id}/undo`, { body: { items: ['77'] } })).body).toMatchObject({ code: 'invalid' });
  });

  test('says in words who cannot be brought back, and brings the others', async () => {
    const people = await Promise.all([bring('Gone Home'), bring('Back Before'), bring('Taken On'), bring('Waits There')]);
    const first = await moveAll(people);
    const [gone, back, taken] = first.items.map(({ newParticipant }) => newParticipant ?? '');
    await stage.sendAway(gone ?? '');
    await moveAll([{ id: back ?? '' }], people[1]?.meeting);
    const token = (await stage.api('/tokens', { body: { name: 'the other desk', role: 'operator' } })).body as { secret: string };
    await stage.move(taken ?? '', third.id, { token: token.secret });
    const order = await undo(first);
    expect(endsOf(order)).toEqual(['not-connected', 'same-meeting', 'moved-meanwhile', 'joined']);
    const meanwhile = { by: { kind: 'token', name: 'the other desk' }, to: { meeting: third.id, name: 'Space 4' } };
    expect(order.items[2]?.verdict).toMatchObject({ meanwhile });
    expect((await undoDry(first, { items: ['3'] })).items[0]?.verdict).toMatchObject({ meanwhile });
    expect(await whereIs('Taken On')).toBe(third.id);
  });

  test('follows whoever has been moved on by the same caller', async () => {
    const person = await bring('Moved On');
    const first = await moveAll([person]);
    await moveAll([{ id: first.items[0]?.newParticipant ?? '' }], third.id);
    expect(endsOf(await undo(first))).toEqual(['joined']);
    expect(await whereIs('Moved On')).toBe(person.meeting);
  });

  test('of a move that others made sends back too', async () => {
    const person = await bring('Not By Usher');
    await moveAtBridge(person.id, target);
    const seen = await vi.waitUntil(async () => {
      const { items } = (await stage.api(`/moves?participant=${person.id}&state=settled`)).body as { items: Order[] };
      return items.find(({ observed }) => observed);
    }, patience);
    expect(endsOf(await undo(seen))).toEqual(['joined']);
    expect(await whereIs('Not By Usher')).toBe(person.meeting);
  });
});

describe('an undo of a meeting that has ended', () => {
  test('goes to the meeting that its space has by now', async () => {
    const person = await bring('Space Lives On', { numericId: '1005' });
    const first = await moveAll([person]);
    await vi.waitUntil(async () => (await stage.api(`/meetings/${person.meeting}`)).status === 404, patience);
    await bring('Came Anew', { numericId: '1005', callBridge: 'cbcms2' });
    const now = await meetingNamed(stage, 'Space 5');
    const back = await undo(first);
    expect(back.items[0]).toMatchObject({ state: 'joined', to: { meeting: now.id, name: 'Space 5', space: now.space } });
    expect(await whereIs('Space Lives On')).toBe(now.id);
  });
});

describe('an undo into a space that nobody is in', () => {
  test('makes its call again', async () => {
    const person = await bring('Call Again', { numericId: '1006' });
    const first = await moveAll([person]);
    await vi.waitUntil(async () => (await stage.api(`/meetings/${person.meeting}`)).status === 404, patience);
    const back = await undo(first);
    const now = await meetingNamed(stage, 'Space 6');
    expect(back.items[0]).toMatchObject({ state: 'joined', to: { meeting: now.id, name: 'Space 6' } });
    expect(await whereIs('Call Again')).toBe(now.id);
  });
});

describe('an undo puts settings back', () => {
  test('as they were before the move, and unmutes nobody', async () => {
    const person = await bring('Set Before', { numericId: '1002', callBridge: 'cbcms1' });
    await atBridge('PUT', `callLegs/${person.id}`, 'chosenLayout=speakerOnly');
    await vi.waitUntil(async () => ((await stage.api(`/participants/${person.id}`)).body as Participant).layout === 'speakerOnly', patience);
    const first = await moveAll([person]);
    const there = (await stage.api(`/participants/${first.items[0]?.newParticipant}`)).body as Participant;
    expect(there.layout).not.toBe('speakerOnly');
    await atBridge('PUT', `callLegs/${there.id}`, 'rxAudioMute=true', there.callBridge.name);
    await vi.waitUntil(async () => ((await stage.api(`/participants/${there.id}`)).body as Participant).muted.audio, patience);
    const back = await undo(first);
    expect(back.items[0]?.verdict.consequences).toContainEqual({ code: 'stays-muted', which: ['audioMute'] });
    const settled = await vi.waitUntil(async () => {
      const [item] = orderSchema.parse((await stage.api(`/moves/${back.id}`)).body).items;
      return item?.settings ? item : null;
    }, patience);
    expect(settled.settings).toEqual({ kept: ['audioMute', 'layout'], notKept: [] });
    expect((await stage.api(`/participants/${settled.newParticipant}`)).body).toMatchObject({ layout: 'speakerOnly', muted: { audio: true } });
  });
});

describe('an undo while the order runs', () => {
  test('cancels what has not begun, and brings back whoever was moved', async () => {
    const crowd = await Promise.all(Array.from({ length: 24 }, (_, at) => bring(`Crowd ${at}`, { numericId: '1002' })));
    const { body } = await stage.api('/moves', { body: { participants: crowd.map(({ id }) => id), to: { meeting: target.id } } });
    const first = orderSchema.parse(body);
    const asked = await stage.api(`/moves/${first.id}/undo`, { body: {}, headers: { prefer: 'wait=30' } });
    // Where people are on the way for long, what has not begun is cancelled, and the answer asks to come again once they have arrived.
    if (asked.status === 409) {
      expect(asked.body).toMatchObject({ code: 'conflict', detail: expect.stringContaining('still on the way') as string });
      await vi.waitUntil(async () => orderSchema.parse((await stage.api(`/moves/${first.id}`)).body).state === 'settled', patience);
    }
    const back = asked.status === 409 ? await undo(first) : orderSchema.parse(asked.body);
    const after = orderSchema.parse((await stage.api(`/moves/${first.id}`)).body);
    expect(after.state).toBe('settled');
    for (const [at, item] of after.items.entries()) expect(endsOf(back)[at], item.name).toBe(item.state === 'joined' ? 'joined' : 'same-meeting');
    for (const { name, meeting } of crowd) expect(await whereIs(name)).toBe(meeting);
  });
});

describe('an undo by somebody who may see only one side', () => {
  test('is forbidden, and tells nothing of the other', async () => {
    const person = await bring('One Side');
    const first = await moveAll([person]);
    const source = await meetingNamed(stage, 'Space 1');
    const scope = { clusters: [], spaces: [{ cluster: source.cluster.id, id: source.space ?? '' }] };
    const { secret } = (await stage.api('/tokens', { body: { name: 'limited', role: 'operator', scope } })).body as { secret: string };
    for (const dryRun of [true, false]) {
      const { body } = await stage.api(`/moves/${first.id}/undo`, { token: secret, body: { dryRun } });
      expect((body as Order).items).toMatchObject([{ name: 'One Side', from: { meeting: '', name: 'elsewhere' }, verdict: { allowed: false, reason: 'forbidden' } }]);
      for (const word of [target.id, target.name, first.items[0]?.newParticipant]) expect(JSON.stringify(body)).not.toContain(word);
    }
    expect(await whereIs('One Side')).toBe(target.id);
  });
});

describe('as last time', () => {
  const repeat = async ({ id }: Order, body: object = {}) =>
    orderSchema.parse((await stage.api(`/moves/${id}/repeat`, { body, headers: { prefer: 'wait=30' } })).body);

  test('moves the same people to the same target, by the ids that they have by now', async () => {
    const people = await Promise.all([bring('Weekly 1'), bring('Weekly 2', { numericId: '1002' })]);
    const first = await moveAll(people, target.id, { settings: 'keep', reason: 'weekly' });
    await undo(first);
    const again = await repeat(first);
    expect(again).toMatchObject({ repeatOf: first.id, undoOf: null, settings: 'keep', reason: 'weekly' });
    expect(endsOf(again)).toEqual(['joined', 'joined']);
    expect(endsOf(await repeat(first))).toEqual(['same-meeting', 'same-meeting']);
  });

  test('knows those who came anew by their name, and does not guess between two who look alike', async () => {
    const names = ['Comes Again', 'Has A Double', 'Stays Away'];
    const guest = { kind: 'web-app', callBridge: undefined } as const;
    const first = await moveAll(await Promise.all(names.map((name) => bring(name, guest))));
    for (const { newParticipant } of first.items) await stage.sendAway(newParticipant ?? '');
    await Promise.all(['Comes Again', 'Has A Double', 'Has A Double'].map((name) => bring(name, guest)));
    const run = dryRunSchema.parse((await stage.api(`/moves/${first.id}/repeat`, { body: { dryRun: true } })).body);
    expect(run.items.map(({ verdict, error }) => (verdict.allowed ? 'goes' : error?.code))).toEqual(['goes', 'several-alike', 'not-found']);
    const again = await repeat(first);
    expect(endsOf(again)).toEqual(['joined', 'not-connected', 'not-connected']);
    expect(again.items[1]?.error?.detail).toBe('Several people in Space 1 could be Has A Double: Usher does not guess who is meant.');
  });
});

/** As a script at the bridge does it. */
async function moveAtBridge(participant: string, { calls }: Meeting): Promise<void> {
  const call = calls.find(({ callBridge }) => callBridge === 'emulator-cbcms1');
  await atBridge('POST', `calls/${call?.id}/participants`, `movedParticipant=${participant}&needsActivation=false`);
}

async function atBridge(method: string, path: string, body: string, bridge = 'cbcms1'): Promise<void> {
  const { nodes } = (await (await fetch(stage.control)).json()) as { nodes: { name: string; http: string }[] };
  const url = nodes.find(({ name }) => name === bridge)?.http;
  const headers = { authorization: `Basic ${btoa('api:emulator')}`, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await fetch(`${url}/api/v1/${path}`, { method, body, headers })).status).toBe(200);
}
