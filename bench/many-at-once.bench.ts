import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { DryRun, Order } from '@/lib/move/order';
import { emulatorControl } from '../tests/support/emulator-control';
import { runUsher, type RunningUsher } from '../tests/support/run-usher';
import { compare, median, type Row } from './harness';
import { changeRooms } from './janus';

const bridges = ['cbcms1', 'cbcms2', 'cbcms3'];
const rounds = 9;

/**
 * A hundred people in one order, until the last is accepted, against as many direct POSTs to the same bridges, four at a time each.
 * Everybody is moved to and fro between two meetings of three bridges, and has arrived before the next round. Each round, of either, begins
 * once a dry run has nothing left to read, as on the board, which asks for one before it sends an order.
 */
export async function bench(): Promise<Row[]> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-bench-'));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  const usher = await runUsher({ dataDir, databaseUrl: null, remove }, { scenario: 'empty' });
  const direct = await directPosts(usher);
  try {
    await (await emulatorControl(usher)).setMediaDelay(0);
    const hundred = await crowd(usher, 100, ['1001', '1002']);
    const row = await compare({
      name: '100 moves in one order until all are accepted, against 100 direct POSTs (ms)',
      goal: 1.3,
      rounds,
      runSubject: () => inOneOrder(usher, hundred),
      runPeer: () => direct.moveAll(hundred),
    });
    await tellOfJanus();
    return [row];
  } finally {
    await direct.close();
    await usher.stop();
  }
}

/** For information, on a line of its own: what as many moves take within one Janus, which puts nothing on record and has no clients that must follow. */
async function tellOfJanus(): Promise<void> {
  const about = "  for information: 100 people without media by changeroom from one room of Janus' AudioBridge into another, 12 at a time";
  const times = await changeRooms(100, rounds).catch((error: unknown) => String(error));
  if (typeof times === 'string') console.log(`${about}: not measured (${times})`);
  else if (times === null) console.log(`${about}: not measured, Janus is not installed (apt-get install --no-install-recommends janus)`);
  else console.log(`${about}: ${median(times).toFixed(0)} ms, ${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)}`);
}

/** People who are all in one of two meetings, with somebody on each bridge who stays in each. */
interface Crowd {
  readonly size: number;
  meetings: readonly [from: Meeting, to: Meeting];
}

async function crowd(usher: RunningUsher, size: number, numericIds: readonly [string, string]): Promise<Crowd> {
  const emulator = await emulatorControl(usher);
  const add = (name: string, numericId: string, at: number) => emulator.post('/people', { kind: 'sip', name, numericId, callBridge: bridges[at % bridges.length] });
  for (const numericId of numericIds) for (const at of bridges.keys()) await add('Host', numericId, at);
  for (let at = 0; at < size; at += 1) await add('Guest', numericIds[0], at);
  const meetings = await Promise.all(numericIds.map((numericId) => meetingOf(usher, Number(numericId) - 1000)));
  const [from, to] = meetings;
  if (!from || !to) throw new Error('there are two meetings');
  const found: Crowd = { size, meetings: [from, to] };
  await guestsIn(usher, from, size);
  return found;
}

function meetingOf(usher: RunningUsher, space: number): Promise<Meeting> {
  return until(async () => {
    const { items } = (await usher.api(`/meetings?search=${encodeURIComponent(`Space ${space}`)}`)).body as { items: Meeting[] };
    return items.find(({ calls }) => calls.length === bridges.length) ?? null;
  });
}

/** The guests of a meeting, once all have come and Usher knows what it needs of them. */
function guestsIn(usher: RunningUsher, meeting: Meeting, size: number): Promise<Participant[]> {
  return until(async () => {
    const found: Participant[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = (await usher.api(`/meetings/${meeting.id}/participants?limit=500${cursor && `&cursor=${cursor}`}`)).body as { items: Participant[]; nextCursor: string | null };
      found.push(...page.items.filter(({ name, state, kind }) => name === 'Guest' && state === 'connected' && kind !== 'unknown'));
      cursor = page.nextCursor;
    }
    return found.length === size ? found : null;
  });
}

async function arrived(usher: RunningUsher, group: Crowd): Promise<void> {
  const [from, to] = group.meetings;
  await guestsIn(usher, to, group.size);
  group.meetings = [to, from];
}

/** The people who are to be moved, once nothing has to be read of them and of the meetings any more. */
async function readyToGo(usher: RunningUsher, { meetings: [from, to], size }: Crowd): Promise<Participant[]> {
  const people = await guestsIn(usher, from, size);
  const body = { participants: people.map(({ id }) => id), to: { meeting: to.id }, dryRun: true };
  await until(async () => {
    const { items } = (await usher.api('/moves', { body })).body as DryRun;
    return items.every(({ verdict }) => verdict.consequences.every(({ known }) => known !== false)) || null;
  });
  return people;
}

async function inOneOrder(usher: RunningUsher, group: Crowd): Promise<number> {
  const [, to] = group.meetings;
  const body = { participants: (await readyToGo(usher, group)).map(({ id }) => id), to: { meeting: to.id } };
  const start = Date.now();
  const answer = await usher.api('/moves', { body, headers: { prefer: 'wait=60' } });
  const { items, state } = answer.body as Order;
  const other = items.find((item) => item.state !== 'joined');
  if (state !== 'settled' || other) throw new Error(`an item ended otherwise: ${JSON.stringify(other ?? state)}`);
  await arrived(usher, group);
  return Math.max(...items.map(({ times }) => Date.parse(times.accepted ?? ''))) - start;
}

/** What a script would do: one POST each to the person's bridge, four at a time, the bridges side by side. */
async function directPosts(usher: RunningUsher): Promise<{ moveAll: (group: Crowd) => Promise<number>; close: () => Promise<void> }> {
  const callBridges = ((await usher.api('/call-bridges')).body as { items: CallBridge[] }).items;
  const pools = new Map(callBridges.map(({ id, address }) => [id, new Pool(address, { connections: 4, connect: { rejectUnauthorized: false } })]));
  const headers = { authorization: `Basic ${Buffer.from('api:emulator').toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' };
  const move = async ({ id, callBridge }: Participant, to: Meeting) => {
    const call = to.calls.find((one) => one.callBridge === callBridge.id)?.id;
    const answer = await pools.get(callBridge.id)?.request({
      path: `/api/v1/calls/${call}/participants`,
      method: 'POST',
      headers,
      body: `movedParticipant=${id}&needsActivation=false`,
    });
    if (answer?.statusCode !== 200) throw new Error(`a bridge answered ${answer?.statusCode}`);
    await answer.body.dump();
  };
  return {
    async moveAll(group) {
      const [, to] = group.meetings;
      const people = await readyToGo(usher, group);
      const start = Date.now();
      await Promise.all(
        callBridges.flatMap(({ id }) => {
          const line = people.filter(({ callBridge }) => callBridge.id === id).values();
          return [1, 2, 3, 4].map(async () => {
            for (const person of line) await move(person, to);
          });
        }),
      );
      const tookMs = Date.now() - start;
      await arrived(usher, group);
      return tookMs;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

async function until<T>(found: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const value = await found();
    if (value !== null) return value;
    await pause(50);
  }
}
