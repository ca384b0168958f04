import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Scope } from '@/lib/access/scope';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { Order } from '@/lib/move/order';
import { commands, isCommandName, type CommandName } from '@/server/commands/table';
import { openEvents } from '../support/event-stream';
import { openSocket } from '../support/raw-http';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';
import { visitor } from '../support/visitor';

/** What an operator who is limited to `Space 1` meets with. Hidden are `Space 2` of the same cluster, and all of the other one. */
interface Answer {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly status: number;
}

interface World {
  readonly shown: { readonly meeting: Meeting; readonly person: Participant };
  readonly hidden: { readonly meeting: Meeting; readonly person: Participant };
  /** An order with both sides outside. */
  readonly order: Order;
}

let stage: Stage;
let world: World;
let secret: string;

beforeAll(async () => {
  stage = await startStage();
  const shown = await stage.bringIn({ name: 'Shown Guest', numericId: '1001', callBridge: 'cbcms1' });
  const hidden = await stage.bringIn({ name: 'Hidden Guest', numericId: '1002', callBridge: 'cbcms1' });
  const other = await stage.bringIn({ name: 'Hidden Companion', numericId: '1003', callBridge: 'cbcms2' });
  const { order } = await stage.move(other.id, hidden.meeting);
  world = {
    shown: { meeting: await meetingNamed(stage, 'Space 1'), person: shown },
    hidden: { meeting: await meetingNamed(stage, 'Space 2'), person: hidden },
    order,
  };
  secret = await tokenFor({ clusters: [], spaces: [spaceOf(world.shown.meeting)] });
});
afterAll(() => stage.stop());

function spaceOf({ cluster, space }: Meeting): Scope['spaces'][number] {
  return { cluster: cluster.id, id: space ?? '' };
}

async function tokenFor(scope: Scope): Promise<string> {
  const { status, body } = await stage.api('/tokens', { body: { name: 'limited', role: 'operator', scope } });
  expect(status).toBe(201);
  return (body as { secret: string }).secret;
}

/** Everything by which what is hidden could be told: names and ids of meetings, people and clusters. */
function hiddenWords(): string[] {
  const { hidden, order } = world;
  const ids = order.items.flatMap(({ participant, newParticipant, from }) => [participant, newParticipant, from?.meeting]);
  const calls = hidden.meeting.calls.map(({ id }) => id);
  const words = ['Space 2', 'Space 3', 'Hidden', 'legacy', hidden.meeting.id, hidden.meeting.space, hidden.person.id, order.id, ...ids, ...calls];
  return words.filter((word) => word !== null && word !== undefined);
}

const refused = (method: string, path: string, body: unknown = {}): (() => Answer[]) => () => [{ method, path, body, status: 403 }];

/** A row for every command: how it is asked for what is hidden, and what it answers. */
const asked: Record<CommandName, () => Answer[]> = {
  'list-meetings': () => [
    { path: '/meetings', status: 200 },
    { path: '/meetings?search=Hidden', status: 200 },
    { path: '/meetings?state=ended', status: 200 },
    { path: `/meetings?cluster=${world.hidden.meeting.cluster.id}&limit=500`, status: 200 },
  ],
  'get-meeting': () => [world.hidden.meeting, ...world.hidden.meeting.calls].map(({ id }) => ({ path: `/meetings/${id}`, status: 404 })),
  'list-meeting-participants': () => [world.hidden.meeting, ...world.hidden.meeting.calls].map(({ id }) => ({ path: `/meetings/${id}/participants`, status: 404 })),
  'list-meeting-details': () => [{ path: `/meeting-details?meetings=${world.hidden.meeting.id},${world.shown.meeting.id}`, status: 200 }],
  'get-meeting-log': () => [
    { path: `/meetings/${world.hidden.meeting.id}/log`, status: 404 },
    { path: `/meetings/${world.shown.meeting.id}/log`, status: 200 },
  ],
  'get-board': () => [],
  'list-participants': () => [
    { path: '/participants?limit=500', status: 200 },
    { path: '/participants?search=Hidden', status: 200 },
  ],
  'get-participant': () => [{ path: `/participants/${world.hidden.person.id}`, status: 404 }],
  'list-spaces': () => [
    { path: '/spaces', status: 200 },
    { path: '/spaces?search=Space%202', status: 200 },
    { path: '/spaces?cluster=legacy.example', status: 200 },
  ],
  'list-space-details': () => {
    const { cluster, space } = world.hidden.meeting;
    return [{ path: `/space-details?spaces=${cluster.id}/${space},emulator-legacy.example/${space}`, status: 200 }];
  },
  'submit-move': () => [],
  'judge-move': () => [],
  'carry-people': () => [],
  'pause-move': () => [{ method: 'POST', path: `/moves/${world.order.id}/pause`, status: 404 }],
  'resume-move': () => [{ method: 'POST', path: `/moves/${world.order.id}/resume`, status: 404 }],
  'cancel-move': () => [{ method: 'POST', path: `/moves/${world.order.id}/cancel`, status: 404 }],
  'undo-move': () => [{ method: 'POST', path: `/moves/${world.order.id}/undo`, status: 404 }],
  'judge-undo': () => [{ method: 'POST', path: `/moves/${world.order.id}/undo`, body: { dryRun: true }, status: 404 }],
  'repeat-move': () => [{ method: 'POST', path: `/moves/${world.order.id}/repeat`, status: 404 }],
  'judge-repeat': () => [{ method: 'POST', path: `/moves/${world.order.id}/repeat`, body: { dryRun: true }, status: 404 }],
  'retry-move': () => [{ method: 'POST', path: `/moves/${world.order.id}/retry`, status: 404 }],
  'list-moves': () => [{ path: '/moves?limit=500', status: 200 }],
  'count-failures': () => [{ path: '/moves/causes', status: 200 }],
  'get-move': () => [{ path: `/moves/${world.order.id}`, status: 404 }],
  'get-item-trace': () => [{ path: `/moves/${world.order.id}/items/1/trace`, status: 404 }],
  // What it knows of the target beside the files is in tests/contract/diagnosis-targets.test.ts.
  'diagnose-files': () => [{ method: 'POST', path: '/diagnoses', status: 415 }],
  'list-notices': () => [{ path: '/notices', status: 200 }],
  'redial-person': () => [{ method: 'POST', path: `/notices/${world.order.id}.1/redial`, body: { into: 'target' }, status: 404 }],
  'take-join-link': () => [{ method: 'POST', path: `/notices/${world.order.id}.1/join-link`, body: { into: 'target' }, status: 404 }],
  'dismiss-notice': () => [{ method: 'POST', path: `/notices/${world.order.id}.1/dismiss`, status: 404 }],
  'list-call-bridges': () => [{ path: '/call-bridges', status: 200 }],
  'get-syslog': () => [{ path: '/syslog', status: 403 }],
  'list-clusters': () => [{ path: '/clusters', status: 200 }],
  'get-trust': () => [
    { path: `/clusters/${world.shown.meeting.cluster.id}/trust`, status: 403 },
    { path: '/clusters/emulator-legacy.example/trust', status: 404 },
  ],
  'inspect-call-bridge': refused('POST', '/call-bridges/inspect'),
  'test-call-bridge': refused('POST', '/call-bridges/test'),
  'add-call-bridge': refused('POST', '/call-bridges'),
  'edit-call-bridge': refused('PATCH', '/call-bridges/emulator-cbcms1', { name: 'mine' }),
  'remove-call-bridge': refused('DELETE', '/call-bridges/emulator-cbcms1'),
  'discover-call-bridges': () => [{ path: '/call-bridges/emulator-cbcms1/peers', status: 403 }],
  'get-tracing': () => [{ path: '/call-bridges/emulator-cbcms1/tracing', status: 403 }],
  'change-tracing': refused('PATCH', '/call-bridges/emulator-cbcms1/tracing', { minutes: 1 }),
  'change-cluster': refused('PATCH', '/clusters/emulator-webapp.com', { mode: 'observe' }),
  'stop-all': refused('POST', '/stop-all'),
  'list-people': () => [{ path: '/people', status: 403 }],
  'add-person': refused('POST', '/people', { name: 'Mallory', role: 'administrator' }),
  'change-role': refused('PATCH', '/people/anybody', { scope: null }),
  'reset-password': refused('POST', '/people/anybody/password'),
  'remove-person': refused('DELETE', '/people/anybody'),
  'change-own-password': () => [],
  'get-me': () => [{ path: '/me', status: 200 }],
  'list-tokens': () => [{ path: '/tokens', status: 403 }],
  'create-token': refused('POST', '/tokens', { name: 'more', role: 'administrator' }),
  'delete-token': refused('DELETE', '/tokens/any'),
  'list-webhooks': () => [{ path: '/webhooks', status: 403 }],
  'list-webhook-deliveries': () => [{ path: '/webhooks/any/deliveries', status: 403 }],
  'add-webhook': refused('POST', '/webhooks', { address: 'https://example.net/', kinds: ['move-ended'] }),
  'remove-webhook': refused('DELETE', '/webhooks/any'),
  'test-webhook': refused('POST', '/webhooks/any/test'),
  'get-rehearsal': () => [{ path: '/rehearsal', status: 403 }],
  'arm-fault': refused('POST', '/rehearsal/faults'),
  'clear-faults': refused('DELETE', '/rehearsal/faults'),
  'set-rehearsal-speed': refused('PATCH', '/rehearsal', { speed: 2 }),
  'list-audit': () => [{ path: '/audit', status: 403 }],
  'export-audit': () => [{ path: '/audit/export', status: 403 }],
  'get-audit-forwarding': () => [{ path: '/audit/forwarding', status: 403 }],
  'verify-audit': () => [{ path: '/audit/verify', status: 403 }],
};

/** Those whose refusals have tests of their own below, or which a token cannot ask for. */
const elsewhere: readonly CommandName[] = ['submit-move', 'judge-move', 'carry-people', 'change-own-password', 'get-board'];

describe('whoever is limited to a space', () => {
  test('is answered by each command as that command has decided', async () => {
    for (const name of Object.keys(commands)) {
      if (!isCommandName(name)) throw new Error(name);
      expect(Object.keys(asked), `${name} needs a row here: what does it say to somebody who is limited?`).toContain(name);
      const questions = asked[name]();
      expect(questions.length > 0 || elsewhere.includes(name), name).toBe(true);
      if (commands[name].scope === 'refused') expect(questions.map(({ status }) => status), name).toEqual(questions.map(() => 403));
      for (const { path, status, ...init } of questions) {
        const answer = await stage.api(path, { token: secret, ...init });
        expect(answer.status, `${name} ${path} ${JSON.stringify(answer.body)}`).toBe(status);
        for (const word of hiddenWords()) expect(JSON.stringify(answer.body), `${name} ${path}`).not.toContain(word);
      }
    }
  });

  test('sees what is inside', async () => {
    const { meeting, person } = world.shown;
    const get = async (path: string) => (await stage.api(path, { token: secret })).body;
    expect(await get('/meetings')).toMatchObject({ items: [{ id: meeting.id }], total: 1 });
    expect(await get(`/meetings/${meeting.id}`)).toMatchObject({ id: meeting.id });
    expect(await get(`/meetings/${meeting.id}/participants`)).toMatchObject({ items: [{ id: person.id }], total: 1 });
    expect(await get('/participants')).toMatchObject({ items: [{ id: person.id }], total: 1 });
    expect(await get(`/participants/${person.id}`)).toMatchObject({ id: person.id });
    expect(await get(`/meeting-details?meetings=${meeting.id}`)).toMatchObject({ items: [{ meeting: meeting.id }] });
    expect(await get('/spaces')).toMatchObject({ items: [{ id: meeting.space, name: 'Space 1', cluster: { id: meeting.cluster.id } }], total: 1 });
    expect(await get('/call-bridges')).toMatchObject({ total: 3 });
    expect(await get('/clusters')).toMatchObject({ items: [{ id: meeting.cluster.id }], total: 1 });
    expect(await get('/me')).toMatchObject({ scope: { clusters: [], spaces: [spaceOf(meeting)] } });
  });

  test('learns no figures of the whole', async () => {
    expect((await fetch(`${stage.url}/metrics`, { headers: { authorization: `Bearer ${secret}` } })).status).toBe(403);
  });
});

describe('a move', () => {
  const judge = async (participant: string, meeting: string, dryRun: boolean, token = secret) => {
    const { status, body } = await stage.api('/moves', { token, body: { participants: [participant], to: { meeting }, dryRun } });
    return { status, order: body as Order };
  };

  test.each([
    ['out of', () => [world.shown.person.id, world.hidden.meeting.id]],
    ['into', () => [world.hidden.person.id, world.shown.meeting.id]],
    ['beyond', () => [world.hidden.person.id, world.hidden.meeting.id]],
    ['to nowhere from', () => [world.shown.person.id, '00000000-0000-4000-8000-000000000000']],
  ] as const)('%s the scope is forbidden, tried or meant, and tells nothing', async (_, wish) => {
    const [participant = '', meeting = ''] = wish();
    for (const dryRun of [true, false]) {
      const { order } = await judge(participant, meeting, dryRun);
      expect(order.items[0]?.verdict).toMatchObject({ allowed: false, reason: 'forbidden' });
      const said = JSON.stringify(order).replaceAll(participant, '').replaceAll(meeting, '');
      for (const word of hiddenWords()) expect(said).not.toContain(word);
    }
    expect((await stage.world()).find(({ id }) => id === world.shown.person.id)?.meeting).toBe(world.shown.meeting.id);
  });

  test('that comes too late says who was faster, and where to only if that is inside', async () => {
    const guest = await stage.bringIn({ name: 'Contested Guest', numericId: '1001', callBridge: 'cbcms1' });
    await stage.move(guest.id, world.hidden.meeting.id);
    const late = async (token: string) => (await stage.move(guest.id, world.shown.meeting.id, { token })).order.items[0]?.verdict;
    const mine = await late(secret);
    expect(mine).toMatchObject({ reason: 'moved-meanwhile', meanwhile: { by: { kind: 'token', name: 'USHER_API_TOKEN' }, to: { meeting: '', name: 'elsewhere', cluster: null } } });
    for (const word of hiddenWords()) expect(JSON.stringify(mine)).not.toContain(word);
    expect(await late(stage.token)).toMatchObject({ meanwhile: { to: { meeting: world.hidden.meeting.id, name: 'Space 2' } } });
    const other = await late(await tokenFor({ clusters: [], spaces: [spaceOf(world.hidden.meeting)] }));
    expect(other).toMatchObject({ reason: 'forbidden' });
    expect(other).not.toHaveProperty('meanwhile');
  });

  test('across the border shows each side what is on its own', async () => {
    const guest = await stage.bringIn({ name: 'Crossing Guest', numericId: '1001', callBridge: 'cbcms1' });
    const { order } = await stage.move(guest.id, world.hidden.meeting.id);
    const [item] = order.items;
    const get = async (path: string, token: string) => (await stage.api(path, { token })).body;
    const [left] = ((await get(`/moves/${order.id}`, secret)) as Order).items;
    const log = JSON.stringify(await get(`/meetings/${world.shown.meeting.id}/log`, secret));
    expect(log).toContain('moved-out');
    for (const word of ['Space 2', world.hidden.meeting.id]) expect(log).not.toContain(word);
    expect(left).toMatchObject({ participant: guest.id, newParticipant: null, from: { name: 'Space 1' }, to: { meeting: '', name: 'elsewhere' } });
    const arrived = await tokenFor({ clusters: [], spaces: [spaceOf(world.hidden.meeting)] });
    const [came] = ((await get(`/moves/${order.id}`, arrived)) as Order).items;
    expect(came).toMatchObject({ newParticipant: item?.newParticipant, from: { meeting: '', name: 'elsewhere' }, to: { name: 'Space 2' } });
    expect(JSON.stringify(came)).not.toContain(guest.id);
    expect(await get(`/participants/${item?.newParticipant}`, arrived)).toMatchObject({ movedFrom: null });
    expect(await get('/moves', secret)).toMatchObject({ total: expect.any(Number) as number, items: expect.arrayContaining([expect.objectContaining({ id: order.id })]) as Order[] });
  });
});

describe('a stream', () => {
  /** Lets something happen on both sides of the border, and waits until what is inside was told. */
  async function letThingsHappen(told: () => string): Promise<void> {
    const hidden = await stage.bringIn({ name: 'Hidden Newcomer', numericId: '1002', callBridge: 'cbcms2' });
    const crossing = await stage.bringIn({ name: 'Shown Newcomer', numericId: '1001', callBridge: 'cbcms1' });
    await vi.waitUntil(() => told().includes(crossing.id), patience);
    const { order } = await stage.move(crossing.id, world.hidden.meeting.id);
    await vi.waitUntil(() => told().includes('"state":"settled"') && told().includes('participant-left'), patience);
    for (const word of [...hiddenWords(), hidden.id, order.items[0]?.newParticipant ?? 'nobody']) expect(told()).not.toContain(word);
  }

  test('of events tells a limited token what is inside, and who went out as somebody who left', async () => {
    const stream = await openEvents(stage, { token: secret });
    await letThingsHappen(() => JSON.stringify(stream.changes));
    stream.close();
  });

  test('of the console tells a limited person what is inside, and ends when the limit changes', async () => {
    const { browser, person } = await visitor(stage, 'operator', { clusters: [], spaces: [spaceOf(world.shown.meeting)] });
    const socket = await openSocket(stage.url, '/console/changes', { origin: stage.url, cookie: browser.cookieHeader });
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
    let told = '';
    socket.on('message', (data) => (told += String(data)));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await letThingsHappen(() => told);
    told = '';
    socket.send(JSON.stringify({ wish: 1, topics: ['meetings', 'orders', `people:${world.hidden.meeting.id}`], from: (await sequence()).replace(/\d+$/, '0') }));
    await vi.waitUntil(() => told.includes('"event":"wish"') && told.includes('Space 1'), patience);
    for (const word of hiddenWords()) expect(told).not.toContain(word);
    await stage.api(`/people/${person.id}`, { method: 'PATCH', body: { scope: null } });
    expect(await closed).toBe(4401);
    expect((await browser.get('/console/data/me')).status).toBe(401);
  });

  test('tells each reader of the part of a carried stack that is in his scope', async () => {
    const [limited, all] = [await openEvents(stage, { token: secret }), await openEvents(stage)];
    const { browser, person } = await visitor(stage, 'operator');
    const socket = await openSocket(stage.url, '/console/changes', { origin: stage.url, cookie: browser.cookieHeader });
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
    const stack = [world.hidden.person.id, world.shown.person.id, 'nobody'];
    socket.send(JSON.stringify({ lift: stack }));
    const carriedIn = (stream: typeof all) => stream.changes.flatMap(({ event, data }) => (event === 'presence' ? [data] : []));
    await vi.waitUntil(() => carriedIn(limited).length > 0, patience);
    socket.close();
    await vi.waitUntil(() => carriedIn(limited).length > 1 && carriedIn(all).length > 1, patience);
    const by = { id: person.id, name: person.name };
    expect(carriedIn(all)).toMatchObject([{ by, participants: stack.slice(0, 2) }, { by, participants: [] }]);
    expect(carriedIn(limited)).toMatchObject([{ by, participants: [world.shown.person.id] }, { by, participants: [] }]);
    for (const stream of [limited, all]) stream.close();
  });

  test('lets nobody carry whom they may not move', async () => {
    const all = await openEvents(stage);
    const carry = async (role: 'viewer' | 'operator', id: string) => {
      const { browser } = await visitor(stage, role, { clusters: [], spaces: [spaceOf(world.shown.meeting)] });
      const socket = await openSocket(stage.url, '/console/changes', { origin: stage.url, cookie: browser.cookieHeader });
      if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
      socket.send(JSON.stringify({ lift: [id] }));
      return socket;
    };
    const sockets = [await carry('viewer', world.shown.person.id), await carry('operator', world.hidden.person.id), await carry('operator', world.shown.person.id)];
    await vi.waitUntil(() => all.changes.some(({ event }) => event === 'presence'), patience);
    expect(all.changes.filter(({ event }) => event === 'presence').map(({ data }) => data)).toMatchObject([{ participants: [world.shown.person.id] }]);
    for (const socket of sockets) socket.close();
    all.close();
  });

  async function sequence(): Promise<string> {
    return ((await stage.api('/meetings')).body as { sequence: string }).sequence;
  }
});

describe('whoever is limited to a cluster', () => {
  test('stops that cluster, and no other', async () => {
    const token = await tokenFor({ clusters: ['emulator-legacy.example'], spaces: [] });
    const { status, body } = await stage.api('/stop-all', { method: 'POST', token });
    expect(status).toBe(200);
    expect(body).toMatchObject({ items: [{ name: 'legacy.example', mode: 'observe' }] });
    const { items } = (await stage.api('/clusters')).body as { items: { name: string; mode: string }[] };
    expect(items.find(({ name }) => name === 'webapp.com')?.mode).toBe('operate');
  });

  test('is never an administrator', async () => {
    const scope = { clusters: ['emulator-webapp.com'], spaces: [] };
    expect((await stage.api('/tokens', { body: { name: 'x', role: 'administrator', scope } })).status).toBe(422);
    expect((await stage.api('/people', { body: { name: 'x', role: 'administrator', scope } })).status).toBe(422);
    const { person } = (await stage.api('/people', { body: { name: 'Limited', role: 'operator', scope } })).body as { person: { id: string } };
    expect((await stage.api(`/people/${person.id}`, { method: 'PATCH', body: { role: 'administrator' } })).status).toBe(422);
    const raised = await stage.api(`/people/${person.id}`, { method: 'PATCH', body: { role: 'administrator', scope: null } });
    expect(raised).toMatchObject({ status: 200, body: { role: 'administrator', scope: null } });
  });
});
