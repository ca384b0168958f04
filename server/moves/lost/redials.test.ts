import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import type { Caller, Rights } from '@/lib/access/access';
import type { ClusterMode } from '@/lib/meeting/call-bridge';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { Participant } from '@/lib/meeting/participant';
import type { Notice } from '@/lib/move/notice';
import type { Order } from '@/lib/move/order';
import { createAuditDesk, type AuditDesk } from '@/server/audit/audit-desk';
import { agreeingWriter } from '@/server/bridge-client/agreeing-writer';
import type { Answer } from '@/server/bridge-client/bridge-error';
import { rfc3339 } from '@/server/bridge-client/clock';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Database } from '@/server/db/schema';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { LostPeople, type Return } from '@/server/moves/lost/lost-people';
import { Redials } from '@/server/moves/lost/redials';
import { insertOrder, unknownRoute, type Route } from '@/server/moves/order-store';

const olga: Caller = { kind: 'person', id: 'p1', name: 'Olga', role: 'operator', scope: null, address: null };
const log = pino({ level: 'silent' });
const id = 'o1.1';

let db: Kysely<Database>;
let audit: AuditDesk;
let clock: ManualClock;
let inventory: ToldInventory;
let mode: ClusterMode;
let rights: Rights;
let legsOn: readonly string[] | 'unread';
let called: { call: string; address: string; mutes: object }[];
let answer: () => Promise<Answer<{ participant: string }>>;
let returns: Return[];
let told: Notice[];
let lost: LostPeople;
let redials: Redials;

function start(): void {
  lost = new LostPeople({
    db,
    audit: audit.writer,
    inventory,
    clock,
    log,
    publish: (notice) => void told.push(notice),
    noteReturn: (found) => {
      returns.push(found);
      return Promise.resolve();
    },
  });
  redials = new Redials({
    db,
    audit: audit.writer,
    inventory,
    clusters: {
      modes: () => new Map([['c1', mode]]),
      writerFor: () => ({
        ...agreeingWriter,
        callAddress: (call, address, mutes) => {
          called.push({ call, address, mutes });
          return answer();
        },
      }),
    },
    legs: { bridgesWith: () => Promise.resolve(legsOn) },
    lost,
    rightsOf: () => Promise.resolve(rights),
    clock,
    log,
  });
}

const routeOf = (who: Route['who']): Route => ({ ...unknownRoute, homeBridge: 'b1', targetCluster: 'c1', from: { cluster: 'c1', space: 's1' }, to: { cluster: 'c1', space: 's2' }, who });
const room: Route['who'] = { uri: 'sip:Room7@example.org', kind: 'sip', muted: { audio: false, video: false } };

function aDropped(): Order {
  const at = rfc3339(clock.now());
  const times = { queued: at, sending: at, accepted: at, left: at, joined: null, mediaSeen: null, ended: at };
  const verdict = { allowed: true, reason: null, reasons: [], consequences: [] };
  const [from, to] = [{ meeting: 'm1', name: 'Space 1' }, { meeting: 'm2', name: 'Space 2' }];
  const item = { id: '1', participant: 'old', name: 'Room 7', newParticipant: 'made', from, to, state: 'dropped' as const, times, verdict, foundIn: null, error: null, retryOf: null, settings: null, returned: null, finding: null };
  return { id: 'o1', state: 'settled', by: { kind: 'person', id: 'p1', name: 'Olga' }, reason: null, settings: 'target', lobby: 'open', createdAt: at, undoOf: null, repeatOf: null, items: [item] };
}

const lose = (who: Route['who'] = room) => lost.take(aDropped(), new Map([['1', routeOf(who)]]));
const appear = (over: Partial<Participant> = {}) =>
  inventory.tell({ event: 'participant', data: exampleParticipant({ id: 'new', name: 'Room 7', uri: 'room7@example.org', kind: 'sip', meeting: 'm2', state: 'ringing', ...over }) });
const states = () => told.flatMap(({ redial }) => redial?.state ?? []);
const records = async () => (await audit.log.list(20, null, {})).items.map(({ action, result }) => `${action} ${result}`).reverse();

beforeEach(async () => {
  db = await memoryDatabase();
  clock = new ManualClock();
  audit = createAuditDesk(db, () => clock.now());
  inventory = new ToldInventory();
  inventory.tell(
    { event: 'call-bridge', data: exampleBridge() },
    { event: 'meeting', data: exampleMeeting({ id: 'm1', name: 'Space 1', space: 's1', calls: [{ id: 'call1', callBridge: 'b1' }] }) },
    { event: 'meeting', data: exampleMeeting() },
  );
  [mode, legsOn, called, returns, told] = ['operate', [], [], [], []];
  rights = { role: 'operator', scope: null };
  answer = () => Promise.resolve({ ok: true, value: { participant: 'new' } });
  start();
});

afterEach(async () => {
  await redials.stop();
  lost.stop();
  await db.destroy();
});

describe('a call to somebody who was lost', () => {
  test('is on record before it leaves, is told as it rings, and brings them back when they answer', async () => {
    lose();
    let onRecord: string | undefined;
    answer = async () => {
      onRecord = (await db.selectFrom('redials').select('state').executeTakeFirstOrThrow()).state;
      return { ok: true, value: { participant: 'new' } };
    };
    expect(await redials.redial(olga, id, 'target')).toMatchObject({ state: 'open', redial: { into: 'target', state: 'ringing', by: { name: 'Olga' }, error: null } });
    expect(onRecord).toBe('sending');
    expect(called).toEqual([{ call: 'call2', address: 'room7@example.org', mutes: {} }]);
    appear();
    appear({ state: 'connected', name: 'Meeting Room' });
    expect(returns).toMatchObject([{ order: 'o1', item: '1', recognisedBy: 'called' }]);
    expect(states()).toEqual(['sending', 'ringing', 'answered']);
    await redials.stop();
    expect(await records()).toEqual(['redial-person ok', 'redial-ended answered']);
  });

  test('goes into the source as well', async () => {
    lose();
    await redials.redial(olga, id, 'source');
    expect(called).toMatchObject([{ call: 'call1' }]);
  });

  test.each([
    ['what was muted is muted', { ...room, muted: { audio: true, video: false } }, { audioMute: true }],
    ['what was muted is muted', { ...room, muted: { audio: true, video: true } }, { audioMute: true, videoMute: true }],
  ])('%s from the first moment', async (_, who, mutes) => {
    lose(who);
    await redials.redial(olga, id, 'target');
    expect(called).toMatchObject([{ mutes }]);
  });

  test('is made once, however often and from wherever it is asked for while it is under way', async () => {
    lose();
    await Promise.all([redials.redial(olga, id, 'target'), redials.redial(olga, id, 'target'), redials.redial({ ...olga, id: 'p2' }, id, 'source')]);
    await redials.redial(olga, id, 'target');
    appear();
    await redials.redial(olga, id, 'source');
    expect(called).toHaveLength(1);
  });

  test('that nobody answers is over, and can be made again', async () => {
    lose();
    await redials.redial(olga, id, 'target');
    appear();
    inventory.tell({ event: 'participant-left', data: { id: 'new', meeting: 'm2', reason: null } });
    expect(states().at(-1)).toBe('no-answer');
    await redials.redial(olga, id, 'target');
    expect(called).toHaveLength(2);
  });

  test('that the bridge refuses is over, and says why', async () => {
    lose();
    answer = () => Promise.resolve({ ok: false, error: { code: 'bridge-refused', detail: 'The meeting is full.', status: 400, failureTag: 'participantLimitReached', mayHaveActed: false } });
    expect(await redials.redial(olga, id, 'target')).toMatchObject({ redial: { state: 'failed', error: { code: 'bridge-refused', detail: 'The meeting is full.' } } });
  });

  test('whose answer is lost is read back, and not made again meanwhile', async () => {
    lose();
    answer = () => Promise.resolve({ ok: false, error: { code: 'bridge-unreachable', detail: 'reset', status: null, failureTag: null, mayHaveActed: true } });
    expect(await redials.redial(olga, id, 'target')).toMatchObject({ redial: { state: 'unknown' } });
    await redials.redial(olga, id, 'target');
    appear({ id: 'theirs' });
    expect(states().at(-1)).toBe('ringing');
    appear({ id: 'theirs', state: 'connected' });
    expect(returns).toMatchObject([{ recognisedBy: 'called' }]);
    expect(called).toHaveLength(1);
  });

  test('of which nothing was seen is over once the whole cluster has said so, and not before', async () => {
    lose();
    await redials.redial(olga, id, 'target');
    inventory.tell({ event: 'call-bridge', data: exampleBridge({ state: 'away' }) });
    clock.advance(60_000);
    expect(states().at(-1)).toBe('ringing');
    inventory.tell({ event: 'call-bridge', data: exampleBridge() });
    expect(states().at(-1)).toBe('no-answer');
  });
});

describe('nobody is called', () => {
  test.each<[string, string, () => void]>([
    ['who is a guest', 'conflict', () => lose({ uri: 'guest301557120', kind: 'web-app', muted: { audio: false, video: false } })],
    ['of whom nothing is known', 'conflict', () => lose(null)],
    ['into a meeting that has ended', 'conflict', () => (lose(), inventory.tell({ event: 'meeting-ended', data: { id: 'm2' } }))],
    ['in a cluster that is only observed', 'cluster-observe-only', () => (lose(), void (mode = 'observe'))],
    ['while a bridge is away', 'bridge-unreachable', () => (lose(), inventory.tell({ event: 'call-bridge', data: exampleBridge({ id: 'b2', state: 'away' }) }))],
    ['who is somewhere in the cluster', 'conflict', () => (lose(), appear({ meeting: 'm1', name: 'Somebody' }))],
    ['whose newcomer is still there', 'conflict', () => (lose(), appear({ id: 'made', uri: null, state: 'initial' }))],
    ['who has a call leg on a bridge', 'conflict', () => (lose(), void (legsOn = ['cbcms2']))],
    ['while a bridge does not say', 'bridge-unreachable', () => (lose(), void (legsOn = 'unread'))],
    ['who is no longer looked for', 'not-found', () => undefined],
  ])('%s', async (_, code, arrange) => {
    arrange();
    await expect(redials.redial(olga, id, 'target')).rejects.toMatchObject({ code });
    expect(called).toEqual([]);
    expect(await records()).toEqual([]);
  });

  test('by whoever lost the right while the bridges were read', async () => {
    lose();
    rights = { role: 'viewer', scope: null };
    await expect(redials.redial(olga, id, 'target')).rejects.toMatchObject({ code: 'forbidden' });
    rights = { role: 'operator', scope: { clusters: [], spaces: [{ cluster: 'c1', id: 's1' }] } };
    await expect(redials.redial(olga, id, 'target')).rejects.toMatchObject({ code: 'forbidden' });
    expect(called).toEqual([]);
  });

  test('by whoever may not see the meeting that they would be called into', async () => {
    lose();
    const limited = (space: string): Caller => ({ ...olga, scope: { clusters: [], spaces: [{ cluster: 'c1', id: space }] } });
    await expect(redials.redial(limited('s1'), id, 'target')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(redials.redial(limited('s3'), id, 'target')).rejects.toMatchObject({ code: 'not-found' });
    expect(await redials.redial(limited('s1'), id, 'source')).toMatchObject({ to: { name: 'elsewhere' }, redial: { state: 'ringing' } });
  });
});

describe('after a restart', () => {
  const restart = async () => {
    await redials.stop();
    lost.stop();
    told = [];
    start();
    await lost.recover();
    await redials.recover();
  };
  beforeEach(() => db.transaction().execute((trx) => insertOrder(trx, { order: aDropped(), routes: new Map([['1', routeOf(room)]]) }, clock.now())));

  test('a call that was being sent is not sent again, but read back', async () => {
    lose();
    await redials.redial(olga, id, 'target');
    await redials.stop();
    await db.updateTable('redials').set({ state: 'sending', participant: null }).execute();
    await restart();
    expect(told.at(-1)).toMatchObject({ redial: { state: 'unknown' } });
    await redials.redial(olga, id, 'target');
    expect(called).toHaveLength(1);
    appear({ state: 'connected' });
    expect(returns).toMatchObject([{ recognisedBy: 'called' }]);
  });

  test('a call that rings is followed on', async () => {
    lose();
    await redials.redial(olga, id, 'target');
    await restart();
    expect(told.at(-1)).toMatchObject({ redial: { state: 'ringing' } });
    appear({ state: 'connected', name: 'Meeting Room' });
    expect(returns).toMatchObject([{ recognisedBy: 'called' }]);
  });
});
