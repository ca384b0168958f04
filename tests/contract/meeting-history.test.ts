import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import type { OpenedDatabase } from '@/server/db/open-database';
import { ToldInventory } from '@/server/inventory/told-inventory';
import type { EndedQuery } from '@/server/journal/ended-meeting-store';
import { Journal } from '@/server/journal/journal';
import { LiveRecord } from '@/server/journal/live-record';
import { MeetingHistory } from '@/server/journal/meeting-history';
import { MeetingRecorder } from '@/server/journal/meeting-recorder';
import { engines, freshPlace, openPlace, type DataPlace } from '../support/databases';

const everything: EndedQuery = { scope: null, origin: 'configured' };
const bridge = exampleBridge({ origin: 'configured' });
const one = exampleMeeting({ id: 'm1', name: 'Space 1', space: 's1', startedAt: '2026-01-15T09:59:00.000Z', calls: [{ id: 'call1', callBridge: 'b1' }] });

describe.each(engines)('on %s', (engine) => {
  let place: DataPlace;
  let opened: OpenedDatabase;
  let clock: ManualClock;
  let inventory: ToldInventory;
  let history: MeetingHistory;
  const started: MeetingHistory[] = [];

  beforeEach(async () => {
    place = await freshPlace(engine);
    clock = new ManualClock();
    await start();
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.stop()));
    await opened.close();
    place.remove();
  });

  /** Usher comes up, and knows nothing but what is stored. */
  async function start(days = 7): Promise<void> {
    opened = await openPlace(place);
    inventory = new ToldInventory();
    const journal = new Journal({ clock });
    const keeping = { db: opened.db, journal, clock, log: pino({ enabled: false }), days };
    const record = new LiveRecord(keeping);
    history = new MeetingHistory({ ...keeping, inventory, record });
    started.push(history);
    await history.start();
    const recorder = new MeetingRecorder({ journal, inventory, record, onEnded: (...end) => history.ended(...end) }, await record.load());
    inventory.subscribe((change) => recorder.take(change));
    inventory.tell({ event: 'call-bridge', data: bridge });
  }

  async function restart(days = 7): Promise<void> {
    await history.stop();
    await opened.close();
    await start(days);
  }

  /** Holds a meeting in which one person is for a minute, and waits until it is stored. */
  async function hold(meeting = one, name = 'Ana'): Promise<void> {
    const { id } = meeting;
    inventory.tell({ event: 'meeting', data: meeting }, { event: 'participant', data: exampleParticipant({ id: `${name} in ${id}`, name, meeting: id }) });
    clock.advance(60_000);
    inventory.tell({ event: 'participant-left', data: { id: `${name} in ${id}`, meeting: id, reason: 'remoteTeardown' } }, { event: 'meeting-ended', data: { id } });
    await history.stop();
  }

  const names = async (query: Partial<EndedQuery> = {}) => (await history.list({ ...everything, ...query }, 100, null)).map(({ name }) => name);

  test('a meeting that ended is there with its log, also after a restart', async () => {
    await hold();
    await restart();
    const [found] = await history.list(everything, 100, null);
    expect(found).toEqual({
      id: `m1.${Date.parse('2026-01-15T09:59:00.000Z')}`,
      meeting: 'm1',
      name: 'Space 1',
      cluster: one.cluster,
      space: 's1',
      startedAt: '2026-01-15T09:59:00.000Z',
      endedAt: '2026-01-15T10:01:00.000Z',
      endedAfter: null,
      peopleCount: 1,
    });
    const stored = await history.find(found?.id ?? '');
    expect(stored?.log.map(({ event, person, reason }) => [event, person?.name ?? null, reason])).toEqual([
      ['started', null, null],
      ['joined', 'Ana', null],
      ['left', 'Ana', 'remoteTeardown'],
      ['ended', null, null],
    ]);
    expect(stored?.log[1]).toMatchObject({ other: null, by: null, callBridge: { id: 'b1', name: 'cbcms1' }, at: '2026-01-15T10:00:00.000Z' });
  });

  test('the next meeting of the same id is another one', async () => {
    await hold();
    await hold({ ...one, startedAt: '2026-01-15T10:00:59.000Z' }, 'Ben');
    const found = await history.list(everything, 100, null);
    expect(found.map(({ id }) => id)).toEqual([`m1.${Date.parse('2026-01-15T10:00:59.000Z')}`, `m1.${Date.parse('2026-01-15T09:59:00.000Z')}`]);
    const logs = await Promise.all(found.map(({ id }) => history.find(id)));
    expect(logs.map((stored) => stored?.log.flatMap(({ person }) => person?.name ?? []))).toEqual([['Ben', 'Ben'], ['Ana', 'Ana']]);
  });

  test('what ended too long ago is erased, and with a shorter time at the next start', async () => {
    await hold();
    clock.advance(86_400_000);
    await hold(exampleMeeting({ id: 'm2', name: 'Later', startedAt: '2026-01-16T10:00:00.000Z' }));
    expect(await names()).toEqual(['Later', 'Space 1']);
    await restart(1);
    expect(await names()).toEqual(['Later']);
    await restart(0);
    expect(await names()).toEqual([]);
    await hold();
    expect(await names()).toEqual([]);
  });

  test('a search finds names of meetings and of people, whatever is in them', async () => {
    await hold();
    await hold(exampleMeeting({ id: 'm2', name: '100 %_\0 sure', startedAt: '2026-01-15T10:00:00.000Z' }), 'Ärger');
    expect(await names({ search: 'space' })).toEqual(['Space 1']);
    expect(await names({ search: 'ÄRG' })).toEqual(['100 %_ sure']);
    expect(await names({ search: '%_' })).toEqual(['100 %_ sure']);
    expect(await names({ search: '!' })).toEqual([]);
    expect(await names({ cluster: one.cluster.name, search: 'ana' })).toEqual(['Space 1']);
    expect(await history.count({ ...everything, search: 'ana' })).toBe(1);
  });

  test('a scope is shown its own, and a rehearsal is never among real ones', async () => {
    await hold();
    const scope = (space: string) => ({ clusters: [], spaces: [{ cluster: one.cluster.id, id: space }] });
    expect(await names({ scope: scope('s1') })).toEqual(['Space 1']);
    expect(await names({ scope: scope('s2') })).toEqual([]);
    expect(await names({ scope: { clusters: [one.cluster.id], spaces: [] } })).toEqual(['Space 1']);
    expect(await names({ origin: 'emulator' })).toEqual([]);
  });

  test('pages continue where the one before ended, also among those of the same moment', async () => {
    for (const id of ['a', 'b', 'c']) inventory.tell({ event: 'meeting', data: { ...one, id, name: id } });
    for (const id of ['a', 'b', 'c']) inventory.tell({ event: 'meeting-ended', data: { id } });
    await history.stop();
    const [first] = await history.list(everything, 1, null);
    const rest = await history.list(everything, 10, { endedAtMs: clock.now(), id: first?.id ?? '' });
    expect([first, ...rest].map((found) => found?.name)).toEqual(['c', 'b', 'a']);
  });

  test('a meeting whose bridge is only not followed any more has not ended', async () => {
    inventory.tell({ event: 'meeting', data: one }, { event: 'meeting-ended', data: { id: 'm1' } }, { event: 'call-bridge-removed', data: { id: 'b1' } });
    await history.stop();
    expect(await names()).toEqual([]);
  });
});
