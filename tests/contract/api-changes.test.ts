import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { applyChange, emptyPicture } from '@/lib/meeting/apply-change';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { SequencedChange } from '@/lib/meeting/change';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { openEvents, type EventStream } from '../support/event-stream';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

let stage: Stage;
let space2: Meeting;
const open: EventStream[] = [];

beforeAll(async () => {
  stage = await startStage();
  for (const numericId of ['1001', '1002']) await stage.bringIn({ name: `Room ${numericId}`, numericId, callBridge: 'cbcms1' });
  space2 = await meetingNamed(stage, 'Space 2');
});
afterAll(() => stage.stop());
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});

async function follow(where: Parameters<typeof openEvents>[1] = {}): Promise<EventStream> {
  const stream = await openEvents(stage, where);
  open.push(stream);
  return stream;
}

/** Waits until the stream has told of that participant, however often. */
const untilTold = (stream: EventStream, participant: string) =>
  vi.waitUntil(() => stream.changes.find(({ event, data }) => event === 'participant' && data.id === participant), patience);

const numberOf = ({ id }: { id: string }) => Number(id.split('-')[1]);
/** As the stream tells it: without the place in the stream at which it was read. */
async function orderNow(id: string): Promise<unknown> {
  const { sequence: _, ...order } = (await stage.api(`/moves/${id}`)).body as Order & { sequence: string };
  return order;
}

const sequenceNow = async () => ((await stage.api('/meetings?limit=1')).body as { sequence: string }).sequence;

/** Each comes once, and in order; what was said of one thing in one tick counts as one, so that there are gaps. */
function expectInOrder(changes: readonly SequencedChange[], after: string): void {
  const numbers = [after, ...changes.map(({ id }) => id)].map((id) => numberOf({ id }));
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  expect(new Set(changes.map(({ id }) => id.split('-')[0]))).toEqual(new Set([after.split('-')[0]]));
}

describe('the change stream', () => {
  test('is an event stream that nothing on the way keeps or holds back', async () => {
    const { status, headers } = await follow();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-accel-buffering')).toBe('no');
  });

  test('tells the whole story of a move, to its end', async () => {
    const guest = await stage.bringIn({ kind: 'web-app', name: 'Streamed Guest', numericId: '1001' });
    const stream = await follow({ from: await sequenceNow() });
    const { order } = await stage.move(guest.id, space2.id);
    await vi.waitUntil(() => stream.changes.some(({ event, data }) => event === 'move' && data.id === order.id && data.state === 'settled'), patience);
    const states = stream.changes.flatMap(({ event, data }) => (event === 'move' && data.id === order.id ? [data.items[0]?.state] : []));
    const life = ['queued', 'sending', 'accepted', 'joined'];
    expect(states.at(-1)).toBe('joined');
    expect(states).toEqual(life.flatMap((state) => states.filter((told) => told === state)));
    expect(stream.changes).toContainEqual(expect.objectContaining({ event: 'participant-left', data: expect.objectContaining({ id: guest.id }) }));
    const newcomer = await untilTold(stream, order.items[0]?.newParticipant ?? '');
    expect(newcomer.data).toMatchObject({ movedFrom: { participant: guest.id } });
  });

  test('taken up again by Last-Event-ID loses nothing and repeats nothing', async () => {
    const start = await sequenceNow();
    const first = await follow({ from: start });
    const before = await stage.bringIn({ name: 'Room Before', numericId: '1001' });
    await untilTold(first, before.id);
    first.close();
    await first.ended;
    const missed = await stage.bringIn({ name: 'Room Missed', numericId: '1002' });
    const second = await follow({ lastEventId: first.changes.at(-1)?.id });
    const after = await stage.bringIn({ name: 'Room After', numericId: '1001' });
    await untilTold(second, after.id);
    await untilTold(second, missed.id);
    expectInOrder([...first.changes, ...second.changes], start);
    const told = [...first.changes, ...second.changes].flatMap(({ event, data }) => (event === 'participant' ? [data.id] : []));
    expect(told).toEqual(expect.arrayContaining([before.id, missed.id, after.id]));
  });

  test('prefers Last-Event-ID, which a browser sends by itself, over where it began', async () => {
    const start = await sequenceNow();
    await stage.bringIn({ name: 'Room Twice', numericId: '1001' });
    const later = await sequenceNow();
    const stream = await follow({ from: start, lastEventId: later });
    const last = await stage.bringIn({ name: 'Room Last', numericId: '1002' });
    await untilTold(stream, last.id);
    expectInOrder(stream.changes, later);
  });

  test('tells only of the topics that it is asked for', async () => {
    const [here, there] = [await meetingNamed(stage, 'Space 1'), space2];
    const stream = await follow({ topics: `people:${here.id}` });
    const elsewhere = await stage.bringIn({ name: 'Room Elsewhere', numericId: '1002' });
    const guest = await stage.bringIn({ name: 'Room Here', numericId: '1001' });
    await untilTold(stream, guest.id);
    await stage.move(guest.id, there.id);
    await vi.waitUntil(() => stream.changes.some(({ event, data }) => event === 'participant-left' && data.id === guest.id), patience);
    expect(new Set(stream.changes.map(({ event }) => event))).toEqual(new Set(['participant', 'participant-left']));
    expect(JSON.stringify(stream.changes)).not.toContain(elsewhere.id);
    const { status, body } = await stage.api('/changes?topics=meetings,weather');
    expect([status, body]).toMatchObject([422, { code: 'invalid', errors: [{ path: 'topics' }] }]);
  });

  test('together with the lists makes a copy that stays equal', async () => {
    const picture = emptyPicture();
    const read = async <T,>(list: string) => (await stage.api(`${list}?limit=500`)).body as { items: T[]; sequence: string };
    const { items: meetings, sequence } = await read<Meeting>('/meetings');
    for (const data of meetings) applyChange(picture, { event: 'meeting', data });
    for (const data of (await read<Participant>('/participants')).items) applyChange(picture, { event: 'participant', data });
    for (const data of (await read<CallBridge>('/call-bridges')).items) applyChange(picture, { event: 'call-bridge', data });
    const stream = await follow({ from: sequence });
    const guest = await stage.bringIn({ kind: 'web-app', name: 'Copied Guest', numericId: '1003' });
    const { order } = await stage.move(guest.id, space2.id);
    await vi.waitFor(async () => {
      const copy = structuredClone(picture);
      for (const change of stream.changes) applyChange(copy, change);
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
      expect([...copy.meetings.values()].sort(byId)).toEqual((await read<Meeting>('/meetings')).items.sort(byId));
      expect([...copy.participants.values()].sort(byId)).toEqual((await read<Participant>('/participants')).items.sort(byId));
      expect(copy.orders.get(order.id)).toEqual(await orderNow(order.id));
    }, patience);
  });

  test.each([
    ['of another life of Usher', () => 'abcdef012345-1'],
    ['that has not been yet', async () => (await sequenceNow()).replace(/\d+$/, (seq) => String(Number(seq) + 1_000))],
    ['that is none', () => "1' or '1'='1"],
    ['that is empty', () => ''],
  ])('says reset to an id %s, and goes on from now', async (_, idOf) => {
    const id = await idOf();
    for (const where of [{ from: id }, ...(id === '' ? [] : [{ lastEventId: id }])]) {
      const stream = await follow(where);
      await vi.waitUntil(() => stream.changes.length > 0, patience);
      expect(stream.changes[0]).toMatchObject({ event: 'reset', data: {} });
      const newcomer = await stage.bringIn({ name: 'Room Reset', numericId: '1004' });
      await untilTold(stream, newcomer.id);
      expectInOrder(stream.changes.slice(1), stream.changes[0]?.id ?? '');
    }
  });
});

describe('a stream ends', () => {
  async function streamsOpen(): Promise<number> {
    const text = await (await fetch(`${stage.url}/metrics`, { headers: { authorization: `Bearer ${stage.token}` } })).text();
    return Number(/^usher_streams_open (\d+)$/m.exec(text)?.[1]);
  }

  async function newToken(name: string): Promise<{ token: { id: string }; secret: string }> {
    return (await stage.api('/tokens', { body: { name, role: 'viewer' } })).body as { token: { id: string }; secret: string };
  }

  test('when its token is deleted, and those of others go on', async () => {
    const [mine, theirs] = [await newToken('mine'), await newToken('theirs')];
    const streams = [await follow({ token: mine.secret }), await follow({ token: mine.secret })];
    const other = await follow({ token: theirs.secret });
    await stage.api(`/tokens/${mine.token.id}`, { method: 'DELETE' });
    await Promise.all(streams.map(({ ended }) => ended));
    const newcomer = await stage.bringIn({ name: 'Room Later', numericId: '1001' });
    await untilTold(other, newcomer.id);
  });

  test('when its reader goes, and nothing of it stays behind', async () => {
    await vi.waitUntil(async () => (await streamsOpen()) === 0, patience);
    const streams = await Promise.all([follow(), follow(), follow()]);
    expect(await streamsOpen()).toBe(3);
    for (const stream of streams) stream.close();
    await vi.waitUntil(async () => (await streamsOpen()) === 0, patience);
  });

  test('before it began where only its headers were asked for', async () => {
    await vi.waitUntil(async () => (await streamsOpen()) === 0, patience);
    const answer = await fetch(`${stage.url}/api/v1/changes`, { method: 'HEAD', headers: { authorization: `Bearer ${stage.token}` } });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(await streamsOpen()).toBe(0);
  });
});
