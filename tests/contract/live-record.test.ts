import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import { exampleBridge, exampleMeeting, exampleParticipant } from '@/lib/meeting/examples';
import type { LogLine } from '@/lib/meeting/meeting-log';
import { ManualClock } from '@/server/bridge-client/manual-clock';
import type { OpenedDatabase } from '@/server/db/open-database';
import { ToldInventory } from '@/server/inventory/told-inventory';
import { Journal } from '@/server/journal/journal';
import { LiveRecord } from '@/server/journal/live-record';
import { MeetingHistory } from '@/server/journal/meeting-history';
import { meetingLog } from '@/server/journal/meeting-log';
import { MeetingRecorder } from '@/server/journal/meeting-recorder';
import { engines, freshPlace, openPlace, type DataPlace } from '../support/databases';

const meeting = exampleMeeting({ id: 'm1', name: 'Space 1', startedAt: '2026-01-15T09:59:00.000Z', calls: [{ id: 'call1', callBridge: 'b1' }] });
const ana = exampleParticipant({ id: 'p1', meeting: 'm1' });
const ben = exampleParticipant({ id: 'p2', name: 'Ben', meeting: 'm1' });
const minute = 60_000;

describe.each(engines)('on %s', (engine) => {
  let place: DataPlace;
  let opened: OpenedDatabase;
  let clock: ManualClock;
  let inventory: ToldInventory;
  let journal: Journal;
  let record: LiveRecord;
  let history: MeetingHistory;

  beforeEach(async () => {
    place = await freshPlace(engine);
    clock = new ManualClock();
    await start();
  });
  afterEach(async () => {
    await stop();
    place.remove();
  });

  /** Usher comes up, and knows nothing but what is stored; its bridges have not been heard. */
  async function start(days = 7): Promise<void> {
    opened = await openPlace(place);
    inventory = new ToldInventory();
    journal = new Journal({ clock });
    const keeping = { db: opened.db, journal, clock, log: pino({ enabled: false }), days };
    record = new LiveRecord(keeping);
    history = new MeetingHistory({ ...keeping, inventory, record });
    await history.start();
    const recorder = new MeetingRecorder({ journal, inventory, record, onEnded: (...end) => history.ended(...end) }, await record.load());
    inventory.subscribe((change) => recorder.take(change));
    for (const id of ['b1', 'b2']) bridgeIs(id, 'connecting');
  }

  async function stop(): Promise<void> {
    await history.stop();
    await record.stop();
    await opened.close();
  }

  async function restart(days = 7): Promise<void> {
    await stop();
    clock.advance(10 * minute);
    await start(days);
  }

  const bridgeIs = (id: string, state: CallBridge['state']) => inventory.tell({ event: 'call-bridge', data: exampleBridge({ id, name: id, origin: 'configured', state }) });
  const allConnected = () => ['b1', 'b2'].forEach((id) => bridgeIs(id, 'connected'));
  const live = (over = {}) => inventory.tell({ event: 'meeting', data: { ...meeting, ...over } });
  const found = (over = {}) => live({ stale: '2026-01-15T10:00:00.000Z', callType: null, ...over });
  const person = (...people: (typeof ana)[]) => inventory.tell(...people.map((data) => ({ event: 'participant' as const, data })));
  const leaves = (id: string) => inventory.tell({ event: 'participant-left', data: { id, meeting: 'm1', reason: 'remoteTeardown' } });
  const words = (lines: readonly LogLine[]) => lines.map(({ event, person: who, since }) => [event, ...(who ? [who.name] : []), ...(since ? ['unseen'] : [])].join(' '));
  const log = () => words(meetingLog(journal, inventory, 'm1', { limit: 100, after: null }).lines.toReversed());
  const endedOnes = async () => {
    await history.stop();
    return history.list({ scope: null, origin: 'configured' }, 100, null);
  };

  /** A meeting with Ana and Ben in it, that both bridges know to be there. */
  function hold(): void {
    allConnected();
    live();
    person(ana, ben);
  }

  test('a meeting that is still live goes on with its log, and nobody is told twice', async () => {
    hold();
    await restart();
    found();
    person({ ...ana, state: 'initial' }, { ...ben, state: 'initial' });
    allConnected();
    live();
    person(ana, ben);
    expect(log()).toEqual(['started', 'joined Ana', 'joined Ben']);
    leaves('p1');
    inventory.tell({ event: 'meeting-ended', data: { id: 'm1' } });
    const [end] = await endedOnes();
    expect(end).toMatchObject({ startedAt: meeting.startedAt, endedAfter: null, peopleCount: 2 });
    expect(words((await history.find(end?.id ?? ''))?.log ?? [])).toEqual(['started', 'joined Ana', 'joined Ben', 'left Ana', 'ended']);
  });

  test('who came, went, and what was switched meanwhile is told, as not seen', async () => {
    hold();
    await restart();
    found();
    person({ ...ben, state: 'initial' }, exampleParticipant({ id: 'p3', name: 'Cleo', meeting: 'm1', state: 'initial' }));
    live({ recording: true });
    allConnected();
    person(ben, exampleParticipant({ id: 'p3', name: 'Cleo', meeting: 'm1' }));
    expect(log()).toEqual(['started', 'joined Ana', 'joined Ben', 'recording-on unseen', 'left Ana unseen', 'present Cleo']);
  });

  test('one that is not live any more is closed once its whole cluster was heard, with the time in which it must have ended', async () => {
    hold();
    const until = clock.now();
    await restart();
    bridgeIs('b1', 'connected');
    expect(await endedOnes()).toEqual([]);
    bridgeIs('b2', 'connected');
    const [end] = await endedOnes();
    expect(end).toMatchObject({ name: 'Space 1', endedAfter: new Date(until).toISOString(), endedAt: new Date(until + 10 * minute).toISOString() });
    expect(words((await history.find(end?.id ?? ''))?.log ?? [])).toEqual(['started', 'joined Ana', 'joined Ben', 'ended unseen']);
    await restart();
    allConnected();
    expect(await endedOnes()).toHaveLength(1);
  });

  test('while its bridge is away it is not closed, over however many starts, and goes on when the bridge comes', async () => {
    hold();
    for (let starts = 0; starts < 3; starts += 1) {
      await restart();
      bridgeIs('b2', 'connected');
      bridgeIs('b1', 'away');
    }
    expect(await endedOnes()).toEqual([]);
    found();
    person(ana);
    bridgeIs('b1', 'connected');
    expect(log()).toEqual(['started', 'joined Ana', 'joined Ben', 'left Ben unseen']);
  });

  test('the next call of its space is another meeting, though it has the same id', async () => {
    hold();
    await restart();
    found({ calls: [{ id: 'call9', callBridge: 'b1' }], startedAt: '2026-01-15T10:05:00.000Z' });
    person({ ...ana, id: 'p9', state: 'initial' });
    allConnected();
    person({ ...ana, id: 'p9' });
    expect((await endedOnes()).map(({ startedAt }) => startedAt)).toEqual([meeting.startedAt]);
    expect(log()).toEqual(['present Ana']);
  });

  test('a kill loses what was not written yet, and no more', async () => {
    record.start();
    hold();
    clock.advance(2_000);
    await record.settled();
    leaves('p1');
    await history.stop();
    await opened.close();
    clock.advance(10 * minute);
    await start();
    found();
    allConnected();
    expect(log()).toEqual(['started', 'joined Ana', 'joined Ben', 'left Ana unseen', 'left Ben unseen']);
  });

  test('nothing is on record where nothing is to be kept, and what was is erased', async () => {
    hold();
    await restart(0);
    hold();
    await restart();
    expect(await opened.db.selectFrom('live_log_lines').selectAll().execute()).toEqual([]);
    expect(await opened.db.selectFrom('live_meetings').selectAll().execute()).toEqual([]);
  });

  test('a meeting that nobody has seen for as long as ended ones are kept is erased', async () => {
    hold();
    await stop();
    clock.advance(8 * 24 * 60 * minute);
    await start();
    allConnected();
    expect(await endedOnes()).toEqual([]);
    expect(await opened.db.selectFrom('live_log_lines').selectAll().execute()).toEqual([]);
  });
});
