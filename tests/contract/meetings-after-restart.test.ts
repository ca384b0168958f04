import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import type { EndedMeeting } from '@/lib/meeting/ended-meeting';
import type { LogLine } from '@/lib/meeting/meeting-log';
import { emulatorControl } from '../support/emulator-control';
import { meetingNamed, patience, untilConnected } from '../support/stage';
import type { RunningUsher } from '../support/run-usher';
import { freePorts } from '../support/usher-process';
import { ushersInTurn } from '../support/ushers-in-turn';

const { newPlace, start, undo } = ushersInTurn();

const logOf = async (usher: RunningUsher, id: string) => ((await usher.api(`/meetings/${id}/log?limit=500`)).body as { items: LogLine[] }).items;
const told = (lines: readonly LogLine[]) => lines.map(({ event, person, since }) => `${event}${person ? ` ${person.name}` : ''}${since ? ', unseen' : ''}`);

test('after a kill -9 a meeting goes on with its log, and one that ended meanwhile is among the ended ones', async () => {
  const [place, ports] = [await newPlace(), await freePorts()];
  const first = await start(place, { ports });
  await untilConnected(first, 4);
  const control = await emulatorControl(first);
  const join1 = async (name: string, numericId: string) =>
    ((await control.post('/people', { kind: 'sip', name, numericId, callBridge: 'cbcms1' })) as { participant: string }).participant;
  const [, leaver, last] = [await join1('Stays', '1001'), await join1('Leaves', '1001'), await join1('Last', '1002')];
  const stays = await meetingNamed(first, 'Space 1');
  const ends = await meetingNamed(first, 'Space 2');
  await vi.waitUntil(async () => told([...(await logOf(first, stays.id)), ...(await logOf(first, ends.id))]).filter((line) => line.startsWith('joined')).length === 3, patience);
  // What call detail records add may still be on its way.
  const plain = (lines: readonly LogLine[]) => lines.map(({ id, at, event, person, by, other }) => ({ id, at, event, person, by, other }));
  const before = plain(await logOf(first, stays.id));
  const written = new SqliteFile(join(place.dataDir, 'usher.db'), { readonly: true });
  undo(() => written.close());
  const lines = written.prepare<[], { count: number }>('select count(*) as count from live_log_lines');
  await vi.waitUntil(() => (lines.get()?.count ?? 0) >= 5, patience);
  await first.stop('SIGKILL');
  await control.delete(`/people/${leaver}`);
  await control.delete(`/people/${last}`);

  const second = await start(place, { ports });
  await untilConnected(second, 4);
  const ended = await vi.waitUntil(async () => {
    const { items } = (await second.api('/meetings?state=ended')).body as { items: EndedMeeting[] };
    return items.find(({ meeting }) => meeting === ends.id);
  }, patience);
  expect(Date.parse(ended.endedAfter ?? '')).toBeLessThan(Date.parse(ended.endedAt));
  expect(told(await logOf(second, ended.id))).toEqual(['ended, unseen', 'joined Last', 'started']);
  await vi.waitUntil(async () => told(await logOf(second, stays.id))[0] === 'left Leaves, unseen', patience);
  expect(plain(await logOf(second, stays.id)).slice(1)).toEqual(before);
});
