import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { noRights, type Caller, type Rights, type Sender } from '@/lib/access/access';
import type { Scope } from '@/lib/access/scope';
import type { ClusterMode } from '@/lib/meeting/call-bridge';
import type { Change } from '@/lib/meeting/change';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { createAuditDesk, type AuditDesk } from '@/server/audit/audit-desk';
import { agreeingWriter } from '@/server/bridge-client/agreeing-writer';
import type { Answer } from '@/server/bridge-client/bridge-error';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { ToldSpaces } from '@/server/clusters/told-spaces';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { Moves } from '@/server/moves/moves';

const ana: Caller = { kind: 'person', id: 'p1', name: 'Ana', role: 'operator', scope: null, address: null };
const bridge = exampleBridge;
const meeting = (id: string) =>
  exampleMeeting({ id, name: id === 'm1' ? 'Space 1' : 'Space 2', calls: [{ id: `call-${id}`, callBridge: 'b1' }] });
const person = (id: string, over: Partial<Participant> = {}) => exampleParticipant({ id, ...over });

let db: Kysely<Database>;
let inventory: ToldInventory;
let clock: ManualClock;
let moves: Moves;
let audit: AuditDesk;
let sent: { call: string; participant: string }[];
let answer: (participant: string) => Promise<Answer<{ participant: string }>>;
let published: Order[];
let receiving: boolean;
let askedForMedia: string[];
let rights: (sender: Sender) => Promise<Rights>;
const modes = new Map<string, ClusterMode>([['c1', 'operate']]);
const log = pino({ level: 'silent' });

function start(): Moves {
  return new Moves({
    db,
    audit: audit.writer,
    inventory,
    clusters: {
      spaces: new ToldSpaces(),
      list: () => [],
      modes: () => modes,
      writerFor: () => ({
        ...agreeingWriter,
        moveParticipant: (call, participant) => {
          sent.push({ call, participant });
          return answer(participant);
        },
      }),
      settingsOf: () => Promise.resolve(null),
      readBack: () => Promise.resolve(true),
      receivesMedia: (callBridge, participant) => {
        askedForMedia.push(`${participant} on ${callBridge}`);
        return Promise.resolve(receiving);
      },
    },
    rightsOf: (sender) => rights(sender),
    publish: (order) => void published.push(order),
    clock,
    log,
  });
}

/** Waits until an order that has been published has this property: states are published once they are on record. */
async function until(found: (order: Order) => boolean): Promise<Order> {
  for (;;) {
    const last = published.findLast(found);
    if (last) return last;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets what was promised happen. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

const stateIs = (state: string) => until((order) => order.items[0]?.state === state);
const submit = (over: object = {}, key: string | null = null) =>
  moves.submit(ana, { participants: ['old'], to: { meeting: 'm2' }, ...over }, key);

const arrive: Change = { event: 'participant', data: person('new', { meeting: 'm2', movedFrom: { participant: 'old', meeting: 'm1' } }) };
const leave: Change = { event: 'participant-left', data: { id: 'old', meeting: 'm1', reason: 'callMoved' } };

beforeEach(async () => {
  db = await memoryDatabase();
  clock = new ManualClock();
  audit = createAuditDesk(db, () => clock.now());
  inventory = new ToldInventory();
  inventory.tell(
    { event: 'call-bridge', data: bridge() },
    { event: 'meeting', data: meeting('m1') },
    { event: 'meeting', data: meeting('m2') },
    { event: 'participant', data: person('old') },
  );
  sent = [];
  published = [];
  receiving = true;
  askedForMedia = [];
  rights = () => Promise.resolve({ role: 'operator', scope: null });
  answer = () => Promise.resolve({ ok: true, value: { participant: 'new' } });
  moves = start();
});

afterEach(async () => {
  await moves.stop();
  await db.destroy();
});

const lost: Extract<Answer<never>, { ok: false }> = {
  ok: false,
  error: { code: 'bridge-unreachable', detail: 'reset', status: null, failureTag: null, mayHaveActed: true },
};

describe('a move', () => {
  test('is on record before anything is sent, and joined only once both facts are seen', async () => {
    let onRecord: string | undefined;
    answer = async () => {
      onRecord = (await db.selectFrom('items').select('state').executeTakeFirstOrThrow()).state;
      return { ok: true, value: { participant: 'new' } };
    };
    expect((await submit()).items[0]?.times.sending).not.toBeNull();
    await stateIs('accepted');
    expect(onRecord).toBe('sending');
    expect(sent).toEqual([{ call: 'call-m2', participant: 'old' }]);
    inventory.tell(arrive);
    expect((await until(({ items }) => items[0]?.times.joined !== null)).items[0]?.state).toBe('accepted');
    inventory.tell(leave);
    expect(await stateIs('joined')).toMatchObject({ state: 'settled', items: [{ newParticipant: 'new' }] });
    expect(await audit.check.verify(true)).toMatchObject({ intact: true });
    expect((await audit.log.list(9, null, {})).items.map(({ action, result }) => [action, result])).toEqual([
      ['move-ended', 'joined'],
      ['submit-move', 'ok'],
    ]);
  });

  test('whose newcomer is heard or seen says so, once the new bridge receives media from them', async () => {
    receiving = false;
    await submit();
    await stateIs('accepted');
    inventory.tell(arrive, leave);
    await stateIs('joined');
    clock.advance(300);
    await turn();
    expect([askedForMedia, published.at(-1)?.items[0]?.times.mediaSeen]).toEqual([['new on b1'], null]);
    receiving = true;
    clock.advance(1_000);
    await until(({ items }) => items[0]?.times.mediaSeen != null);
    clock.advance(60_000);
    await turn();
    expect(askedForMedia.length).toBe(2);
  });

  test('asks for media a few times only', async () => {
    receiving = false;
    await submit();
    await stateIs('accepted');
    inventory.tell(arrive, leave);
    await stateIs('joined');
    for (let second = 0; second < 60; second += 1) {
      clock.advance(1_000);
      await turn();
    }
    expect(askedForMedia.length).toBe(4);
    expect(published.at(-1)?.items[0]).toMatchObject({ state: 'joined', times: { mediaSeen: null } });
  });

  test('that is refused is on record and sends nothing', async () => {
    const order = await submit({ to: { meeting: 'm1' } });
    expect(order).toMatchObject({ state: 'settled', items: [{ state: 'refused', verdict: { reason: 'same-meeting' } }] });
    expect(sent).toEqual([]);
    expect((await audit.log.list(9, null, {})).items.map(({ result }) => result)).toEqual(['same-meeting']);
  });

  test('is dropped 30 seconds after a leaving without an arrival', async () => {
    await submit();
    await stateIs('accepted');
    clock.advance(10_000);
    inventory.tell(leave);
    await until(({ items }) => items[0]?.times.left !== null);
    clock.advance(29_999);
    expect(published.at(-1)?.items[0]?.state).toBe('accepted');
    clock.advance(1);
    expect((await stateIs('dropped')).state).toBe('settled');
  });

  test('after which nothing happens ends as that, where the person still is', async () => {
    await submit();
    await stateIs('accepted');
    clock.advance(30_000);
    expect((await stateIs('nothing-happened')).items[0]?.foundIn).toEqual({ meeting: 'm1', name: 'Space 1' });
  });

  test('that the bridge refuses ends with its reason, and can be tried again', async () => {
    answer = () =>
      Promise.resolve({
        ok: false,
        error: { code: 'bridge-refused', detail: 'callDoesNotExist', status: 400, failureTag: 'callDoesNotExist', mayHaveActed: false },
      });
    await submit();
    expect((await stateIs('nothing-happened')).items[0]?.error?.code).toBe('bridge-refused');
    answer = () => Promise.resolve({ ok: true, value: { participant: 'new' } });
    await submit();
    await stateIs('accepted');
    expect(sent).toHaveLength(2);
  });

  test('whose answer is lost is read back, and not sent again', async () => {
    answer = () => Promise.resolve(lost);
    await submit();
    await until(({ items }) => items[0]?.error !== null);
    inventory.tell(arrive, leave);
    expect((await stateIs('joined')).items[0]).toMatchObject({ newParticipant: 'new', error: null });
    expect(sent).toHaveLength(1);
  });

  test('ends unknown while a bridge is away, and as what holds once it is back', async () => {
    answer = () => Promise.resolve(lost);
    await submit();
    await until(({ items }) => items[0]?.error !== null);
    inventory.tell({ event: 'call-bridge', data: bridge({ state: 'away' }) }, { event: 'meeting-ended', data: { id: 'm1' } });
    clock.advance(35_000);
    await stateIs('unknown');
    inventory.tell(arrive, { event: 'call-bridge', data: bridge() });
    expect((await stateIs('joined')).state).toBe('settled');
  });

  test('of somebody of whom it is unknown where they are waits until it is known, over a restart too', async () => {
    const on = (id: string, callBridge: string): Change => ({ event: 'meeting', data: exampleMeeting({ id, calls: [{ id: `call-${id}`, callBridge }] }) });
    inventory.tell({ event: 'call-bridge', data: bridge({ id: 'b2' }) }, on('m2', 'b2'), on('m3', 'b1'));
    answer = () => Promise.resolve(lost);
    await submit();
    await until(({ items }) => items[0]?.error !== null);
    inventory.tell({ event: 'call-bridge', data: bridge({ id: 'b2', state: 'away' }) });
    clock.advance(35_000);
    await stateIs('unknown');
    const second = await submit({ to: { meeting: 'm3' } });
    for (let times = 0; times < 20; times += 1) await turn();
    expect([sent.length, (await moves.find(second.id, ana)).state]).toEqual([1, 'queued']);
    await moves.stop();
    moves = start();
    await moves.recover();
    for (let times = 0; times < 20; times += 1) await turn();
    expect(sent).toHaveLength(1);
    inventory.tell({ event: 'call-bridge', data: bridge({ id: 'b2' }) });
    await stateIs('nothing-happened');
    await until(({ id, items }) => id === second.id && items[0]?.error !== null);
    expect(sent).toHaveLength(2);
  });

  test('of somebody who is being moved waits, and is told that they were moved meanwhile', async () => {
    await submit();
    const second = await submit();
    await until(({ id, items }) => id !== second.id && items[0]?.state === 'accepted');
    inventory.tell(arrive, leave);
    const settled = await until(({ id, state }) => id === second.id && state === 'settled');
    const meanwhile = { by: { kind: 'person', name: 'Ana' }, to: { meeting: 'm2', name: 'Space 2' }, at: expect.any(String) as string };
    expect(settled.items[0]).toMatchObject({ state: 'refused', verdict: { reason: 'moved-meanwhile', meanwhile } });
    expect(sent).toHaveLength(1);
  });

  test('of somebody who was moved before a restart is told by whom, and of whom nobody knows who moved them where they are', async () => {
    await submit();
    await stateIs('accepted');
    inventory.tell(arrive, leave);
    await stateIs('joined');
    await moves.stop();
    moves = start();
    await moves.recover();
    const [known] = moves.dryRun(ana, { participants: ['old'], to: { meeting: 'm1' } }).items;
    expect(known?.verdict.meanwhile).toMatchObject({ by: { kind: 'person', name: 'Ana' }, to: { meeting: 'm2' } });
    inventory.tell({ event: 'participant', data: person('found', { meeting: 'm2', movedFrom: { participant: 'lost', meeting: 'm1' } }) });
    const [found] = moves.dryRun(ana, { participants: ['lost'], to: { meeting: 'm1' } }).items;
    expect(found?.verdict.meanwhile).toMatchObject({ by: null, to: { meeting: 'm2', name: 'Space 2' }, at: null });
  });

  test('into a cluster that is only observed sends nothing', async () => {
    modes.set('c1', 'observe');
    const order = await submit();
    modes.set('c1', 'operate');
    expect(order.items[0]?.verdict.reason).toBe('cluster-observe-only');
    expect(sent).toEqual([]);
  });

  test('that would be late is never sent', async () => {
    let answered: (value: Answer<{ participant: string }>) => void = () => undefined;
    answer = () => new Promise((resolve) => (answered = resolve));
    await submit();
    await stateIs('sending');
    const waiting = await submit();
    clock.advance(30_000);
    clock.advance(30_000);
    await until(({ id, items }) => id === waiting.id && items[0]?.state === 'expired');
    answered(lost);
    expect(sent).toHaveLength(1);
  });
});

describe('a move that waits for its turn', () => {
  const bob: Caller = { ...ana, id: 'p2', name: 'Bob' };

  /** Ana's move of the same person holds Bob's back; her bridge then refuses hers, so that his has its turn. */
  async function turnOfBob(meanwhile: () => void): Promise<Order> {
    let refuse: () => void = () => undefined;
    const refused = { ...lost, error: { ...lost.error, mayHaveActed: false } };
    answer = () => new Promise((resolve) => (refuse = () => resolve(refused)));
    await submit();
    await stateIs('sending');
    const waiting = await moves.submit(bob, { participants: ['old'], to: { meeting: 'm2' } }, null);
    expect(waiting.items[0]?.state).toBe('queued');
    answer = () => Promise.resolve({ ok: true, value: { participant: 'new' } });
    meanwhile();
    refuse();
    return until(({ id, items }) => id === waiting.id && items[0]?.state !== 'queued' && items[0]?.state !== 'sending');
  }

  const inSpaces = (...ids: string[]): Scope => ({ clusters: [], spaces: ids.map((id) => ({ cluster: 'c1', id })) });
  const lostRights: [string, Rights][] = [
    ['whose sender was made a viewer', { role: 'viewer', scope: null }],
    ['whose sender is gone', noRights],
    ['whose sender may not see the target any more', { role: 'operator', scope: inSpaces('s1') }],
    ['whose sender may not see the person any more', { role: 'operator', scope: inSpaces('s2') }],
  ];

  beforeEach(() => {
    inventory.tell({ event: 'meeting', data: { ...meeting('m1'), space: 's1' } }, { event: 'meeting', data: { ...meeting('m2'), space: 's2' } });
  });

  test.each(lostRights)('%s is refused as forbidden, and that is on record', async (_, now) => {
    const ended = await turnOfBob(() => (rights = () => Promise.resolve(now)));
    expect(ended).toMatchObject({ state: 'settled', items: [{ state: 'refused', verdict: { reason: 'forbidden' } }] });
    expect(sent).toHaveLength(1);
    const [record] = (await audit.log.list(1, null, {})).items;
    expect(record).toMatchObject({ action: 'move-ended', result: 'refused', details: { order: ended.id, reason: 'forbidden' } });
  });

  test('whose sender still may, within a scope, is sent', async () => {
    const sentOn = await turnOfBob(() => (rights = () => Promise.resolve({ role: 'operator', scope: inSpaces('s1', 's2') })));
    expect(sentOn.items[0]?.state).toBe('accepted');
    expect(sent).toHaveLength(2);
  });

  test('of several, of whom the sender may not see all, takes along those whom they may see', async () => {
    inventory.tell({ event: 'meeting', data: { ...meeting('m3'), space: 's3' } }, { event: 'participant', data: person('hidden', { meeting: 'm3', name: 'Hidden' }) });
    rights = () => Promise.resolve({ role: 'operator', scope: inSpaces('s1', 's2') });
    const order = await moves.submit(bob, { participants: ['hidden', 'old', 'nobody'], to: { meeting: 'm2' } }, null);
    expect(order.items.map(({ verdict }) => verdict.reason)).toEqual(['forbidden', null, 'forbidden']);
    expect(JSON.stringify(order)).not.toContain('Hidden');
    await until(({ id, items }) => id === order.id && items[1]?.state === 'accepted');
    expect(sent.map(({ participant }) => participant)).toEqual(['old']);
  });

  test('is not sent while nobody can tell what its sender may do', async () => {
    const ended = await turnOfBob(() => (rights = () => Promise.reject(new Error('the database is away'))));
    expect(ended.items[0]).toMatchObject({ state: 'nothing-happened', error: { code: 'unavailable' } });
    expect(sent).toHaveLength(1);
  });
});

test('a right that was lost while the request came in is lost', async () => {
  rights = () => Promise.resolve({ role: 'viewer', scope: null });
  expect((await submit()).items[0]).toMatchObject({ state: 'refused', verdict: { reason: 'forbidden' } });
  expect(sent).toEqual([]);
});

describe('an idempotency key', () => {
  test('makes one order, however often it comes', async () => {
    const first = await submit({}, 'k');
    expect((await submit({}, 'k')).id).toBe(first.id);
    await stateIs('accepted');
    expect(sent).toHaveLength(1);
  });

  test('is refused with another request, and belongs to one caller', async () => {
    await submit({}, 'k');
    await expect(submit({ reason: 'other' }, 'k')).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    const bob = { ...ana, id: 'p2' };
    const own = await moves.submit(bob, { participants: ['old'], to: { meeting: 'm2' } }, 'k');
    expect(own.by.id).toBe('p2');
  });

  test('that comes again while its first request is being recorded is a conflict', async () => {
    const first = submit({}, 'k');
    await expect(submit({}, 'k')).rejects.toMatchObject({ code: 'conflict' });
    await first;
  });
});

describe('a restart', () => {
  async function crashWhile(state: string): Promise<void> {
    await submit();
    await stateIs(state);
    published = [];
  }

  test('never sends again what was being sent, and reads it back', async () => {
    answer = () => new Promise(() => undefined);
    await crashWhile('sending');
    const again = start();
    await again.recover();
    inventory.tell(arrive, leave);
    await stateIs('joined');
    expect(sent).toHaveLength(1);
    await again.stop();
    answer = () => Promise.resolve(lost);
    moves = start();
  });

  test('sends what was queued once its bridges are there, unless it is too old', async () => {
    const order = await submit({ to: { meeting: 'm1' } });
    const queued = { ...order.items[0], state: 'queued', to: { meeting: 'm2', name: 'Space 2' } };
    const body = JSON.stringify({ item: queued, route: { homeBridge: 'b1', targetCluster: 'c1' } });
    await db.updateTable('items').set({ state: 'queued', body }).execute();
    await db.updateTable('orders').set({ state: 'queued' }).execute();
    inventory.tell({ event: 'call-bridge', data: bridge({ state: 'connecting' }) });
    const again = start();
    await again.recover();
    expect(sent).toEqual([]);
    // A list names people, and nothing else is known of them yet.
    inventory.tell({ event: 'participant', data: person('old', { state: 'initial', canMove: null }) }, { event: 'call-bridge', data: bridge() });
    for (let times = 0; times < 20; times += 1) await turn();
    expect(sent).toEqual([]);
    inventory.tell({ event: 'participant', data: person('old') });
    clock.advance(100);
    await stateIs('accepted');
    expect(sent).toHaveLength(1);
    await again.stop();
  });
});
