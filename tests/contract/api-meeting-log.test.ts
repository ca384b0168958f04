import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { EndedMeeting, EndedMeetingDetails } from '@/lib/meeting/ended-meeting';
import type { Meeting } from '@/lib/meeting/meeting';
import type { LogLine } from '@/lib/meeting/meeting-log';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { SyslogState } from '@/lib/syslog/syslog-state';
import { meetingNamed, patience, startStage, type Stage } from '../support/stage';

let stage: Stage;
let space1: Meeting;
let space2: Meeting;

beforeAll(async () => {
  stage = await startStage();
  for (const numericId of ['1001', '1002']) await stage.bringIn({ name: `Room ${numericId}`, numericId, callBridge: 'cbcms1' });
  [space1, space2] = [await meetingNamed(stage, 'Space 1'), await meetingNamed(stage, 'Space 2')];
});
afterAll(() => stage.stop());

const get = async <T>(path: string) => (await stage.api(path)).body as T;
const log = async (id: string) => (await get<{ items: LogLine[] }>(`/meetings/${id}/log`)).items;
const told = (lines: LogLine[]) => lines.map(({ event, person }) => (person ? `${event} ${person.name}` : event));

test('a move is told on both sides, with who asked for it, and the log is read page by page', async () => {
  const guest = await stage.bringIn({ kind: 'web-app', name: 'Ana', numericId: '1001', callBridge: 'cbcms1' });
  const { order } = await stage.move(guest.id, space2.id);
  await vi.waitFor(async () => expect((await log(space1.id))[0]?.event).toBe('moved-out'), patience);
  const out = (await log(space1.id))[0];
  expect(out).toMatchObject({ person: { id: guest.id, name: 'Ana' }, other: { meeting: space2.id, name: 'Space 2' }, by: { name: 'USHER_API_TOKEN', order: order.id }, source: 'events' });
  const moved = (await log(space2.calls[0]?.id ?? '')).find(({ event }) => event === 'moved-in');
  expect(moved).toMatchObject({ person: { id: order.items[0]?.newParticipant }, other: { meeting: space1.id, name: 'Space 1' }, by: { order: order.id } });

  const all = told(await log(space1.id));
  const paged: LogLine[] = [];
  for (let cursor = ''; ; ) {
    const page = await get<{ items: LogLine[]; nextCursor: string | null }>(`/meetings/${space1.id}/log?limit=1${cursor}`);
    paged.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(told(paged)).toEqual(all);
  expect((await stage.api(`/meetings/${space1.id}/log?cursor=nonsense`)).status).toBe(422);
});

test('a meeting that ends is listed with those of the last days, with its log and who was in it', async () => {
  const first = await stage.bringIn({ name: 'Short', numericId: '1006', callBridge: 'cbcms2' });
  const live = await meetingNamed(stage, 'Space 6');
  await stage.sendAway(first.id);
  const ended = await vi.waitUntil(async () => {
    const { items } = await get<{ items: EndedMeeting[] }>('/meetings?state=ended&search=short');
    return items.find(({ meeting }) => meeting === live.id);
  }, patience);
  expect(ended).toMatchObject({ name: 'Space 6', cluster: live.cluster, space: live.space, peopleCount: 1 });
  expect((await stage.api(`/meetings/${live.id}`)).status).toBe(404);
  expect(await get<EndedMeetingDetails>(`/meetings/${ended.id}`)).toMatchObject({ id: ended.id, people: [{ id: first.id, name: 'Short' }] });
  expect(told(await log(ended.id))).toEqual(['ended', 'left Short', 'joined Short', 'started']);
  expect((await stage.api('/meetings/nobody.1/log')).status).toBe(404);
});

test('what call detail records tell is added to the lines of coming and leaving, and makes none of its own', async () => {
  const person = await stage.bringIn({ name: 'Caller', numericId: '1001', callBridge: 'cbcms2' });
  await stage.sendAway(person.id);
  const own = async () => (await log(space1.id)).filter((line) => line.person?.id === person.id);
  await vi.waitFor(async () => expect((await own()).every(({ record }) => record !== null)).toBe(true), patience);
  expect(await own()).toMatchObject([
    { event: 'left', record: { reason: 'remoteTeardown', alarms: [] } },
    { event: 'joined', record: { party: person.uri, direction: 'incoming', reason: null } },
  ]);
});

test("the emulator's logs come in from the first start, and web bridges are named as hosts that are no call bridge", async () => {
  const bridge = await vi.waitUntil(async () => {
    const { items } = await get<{ items: CallBridge[] }>('/call-bridges');
    return items.find(({ name, feeds }) => name === 'cbcms1' && feeds.syslog === 'active');
  }, patience);
  expect(bridge.syslogAgeMs).toEqual(expect.any(Number));
  const state = await get<SyslogState>('/syslog');
  expect(state).toMatchObject({ malformed: 0, listeners: [{ open: true }, { open: true }, { transport: 'tls', open: false }] });
  expect(state.unknownHosts.map(({ host }) => host)).toContain('wbcms1');
});
