import { request as httpRequest } from 'node:http';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Change } from '@/lib/meeting/change';
import { createBridges } from '@/server/clusters/bridges';
import { memoryDatabase } from '@/server/db/memory-database';
import type { Inventory } from '@/server/inventory/inventory';
import { addPerson, askControl, emulatedBridge } from '../support/emulated-bridge';
import { followEmulator, patience, testSecret, untilQuiet, type FollowedEmulator } from '../support/followed-emulator';
import { hastyClock } from '../support/hasty-clock';
import { scriptedBridge } from '../support/scripted-bridge';

let followed: FollowedEmulator;
beforeAll(async () => {
  followed = await followEmulator();
});
afterAll(() => followed.close());

/** Everybody leaves, so that each test begins with an empty house. */
afterEach(async () => {
  const { emulator, bridges } = followed;
  await untilQuiet(followed);
  for (const id of [...bridges.inventory.picture.participants.keys()]) await askControl(emulator, 'DELETE', `/people/${id}`);
  await untilQuiet(followed);
});

const person = (kind: string, name: string, numericId: string, callBridge?: string) =>
  addPerson(followed.emulator, { kind, name, numericId, callBridge });

function meetingNamed(inventory: Inventory, name: string) {
  const meeting = [...inventory.picture.meetings.values()].find((candidate) => candidate.name === name);
  if (!meeting) throw new Error(`there is no meeting ${name}`);
  return meeting;
}

async function move(participant: string, to: string, on: string) {
  const { clusters, inventory } = followed.bridges;
  const call = meetingNamed(inventory, to).calls.find(({ callBridge }) => callBridge === `emulator-${on}`);
  if (!call) throw new Error(`${on} does not host ${to}`);
  const moved = await clusters.writerFor(call.callBridge)?.moveParticipant(call.id, participant);
  if (!moved?.ok) throw new Error(moved?.error.detail ?? 'there is no writer');
  return moved.value.participant;
}

describe('the inventory of emulated clusters', () => {
  test('shows who came, what they are and where they are homed', async () => {
    const { inventory } = followed.bridges;
    const guest = await person('web-app', 'Ana', '1001', 'cbcms1');
    await person('sip', 'Room 4', '1001', 'cbcms2');
    await person('microsoft', 'Sam', '1002', 'cbcms3');
    await person('web-app', 'Old Ana', '1001', 'cblegacy1');
    await untilQuiet(followed);
    expect(inventory.participant(guest.participant)).toMatchObject({
      name: 'Ana',
      kind: 'web-app',
      state: 'connected',
      canMove: true,
      callBridge: { id: 'emulator-cbcms1', name: 'cbcms1', version: '3.9' },
      movedFrom: null,
    });
    expect(inventory.participant(guest.participant)?.joinedAt).not.toBeNull();
    const spaces = [...inventory.picture.meetings.values()].map(({ name, cluster, participantCount }) => [name, cluster.name, participantCount]);
    expect(spaces.sort()).toEqual([
      ['Space 1', 'legacy.example', 1],
      ['Space 1', 'webapp.com', 2],
      ['Space 2', 'webapp.com', 1],
    ]);
    const legacy = inventory.participantsIn([...inventory.picture.meetings.values()].find(({ cluster }) => cluster.name === 'legacy.example')?.id ?? '');
    expect(legacy).toMatchObject([{ name: 'Old Ana', canMove: false, callBridge: { version: '3.1' } }]);
  });

  test('follows a mute, a leave and the end of a meeting', async () => {
    const { emulator, bridges } = followed;
    const changes: Change[] = [];
    const stop = bridges.inventory.subscribe((change) => changes.push(change));
    const room = await person('sip', 'Room 4', '1003', 'cbcms1');
    await untilQuiet(followed);
    const { id: meeting } = meetingNamed(bridges.inventory, 'Space 3');
    await emulatedBridge(emulator, 'cbcms1').request('PUT', `callLegs/${room.participant}`, 'rxAudioMute=true');
    await vi.waitFor(() => expect(bridges.inventory.participant(room.participant)?.muted.audio).toBe(true), patience);
    await askControl(emulator, 'DELETE', `/people/${room.participant}`);
    await untilQuiet(followed);
    stop();
    const events = changes.filter(({ event }) => event === 'participant-left' || event === 'meeting-ended');
    expect(events).toMatchObject([
      { event: 'participant-left', data: { id: room.participant, meeting } },
      { event: 'meeting-ended', data: { id: meeting } },
    ]);
  });

  test('tells of a move where they came from and why the old one left, for a room and for a guest', async () => {
    const { inventory } = followed.bridges;
    const changes: Change[] = [];
    const stop = inventory.subscribe((change) => changes.push(change));
    const guest = await person('web-app', 'Ana', '1001', 'cbcms1');
    const room = await person('sip', 'Room 4', '1001', 'cbcms1');
    await person('sip', 'Stays', '1001', 'cbcms1');
    await person('sip', 'Host', '1002', 'cbcms2');
    await untilQuiet(followed);
    const source = meetingNamed(inventory, 'Space 1').id;
    for (const { participant } of [guest, room]) {
      const newcomer = await move(participant, 'Space 2', 'cbcms2');
      await untilQuiet(followed);
      expect(inventory.participant(participant)).toBeNull();
      expect(inventory.participant(newcomer)?.movedFrom).toEqual({ participant, meeting: source });
      expect(inventory.successorOf(participant)?.id).toBe(newcomer);
      expect(changes).toContainEqual({ event: 'participant-left', data: { id: participant, meeting: source, reason: 'callMoved' } });
    }
    stop();
    expect(meetingNamed(inventory, 'Space 2').participantCount).toBe(3);
  });

  test('keeps a bridge that is away as it was, stale, and is right again when it is back', async () => {
    const { emulator, bridges } = followed;
    const { inventory } = bridges;
    const stays = await person('sip', 'Stays', '1004', 'cbcms3');
    const goes = await person('sip', 'Goes', '1004', 'cbcms3');
    await untilQuiet(followed);
    await askControl(emulator, 'PUT', '/call-bridges/cbcms3', { down: true });
    await vi.waitFor(() => expect(inventory.picture.callBridges.get('emulator-cbcms3')?.state).toBe('away'), patience);
    expect(inventory.picture.callBridges.get('emulator-cbcms3')?.problem?.code).toBe('bridge-unreachable');
    expect(meetingNamed(inventory, 'Space 4').stale).toBe(inventory.picture.callBridges.get('emulator-cbcms3')?.since);
    expect(inventory.participant(stays.participant)).not.toBeNull();
    await askControl(emulator, 'DELETE', `/people/${goes.participant}`);
    await askControl(emulator, 'PUT', '/call-bridges/cbcms3', { down: false });
    await vi.waitFor(() => expect(inventory.picture.callBridges.get('emulator-cbcms3')).toMatchObject({ state: 'connected', problem: null }), patience);
    await untilQuiet(followed);
    expect(inventory.participant(stays.participant)?.name).toBe('Stays');
    expect(meetingNamed(inventory, 'Space 4')).toMatchObject({ stale: null, participantCount: 1 });
  });

  test('reads what no event tells also while moves keep a bridge busy all the time', async () => {
    const { emulator, bridges } = followed;
    const room = await person('sip', 'Room 4', '1001', 'cbcms1');
    await untilQuiet(followed);
    const writer = bridges.clusters.writerFor('emulator-cbcms1');
    if (!writer) throw new Error('there is no writer');
    let isOver = false;
    const busy = Array.from({ length: 4 }, async () => {
      while (!isOver) await writer.moveParticipant('no-such-call', room.participant);
    });
    try {
      await emulatedBridge(emulator, 'cbcms1').request('PUT', `participants/${room.participant}`, 'deactivated=true');
      await vi.waitFor(() => expect(bridges.inventory.participant(room.participant)?.inLobby).toBe(true), patience);
    } finally {
      isOver = true;
      await Promise.all(busy);
    }
  });

  test('is right after people came, moved and left in any order', async () => {
    const { emulator, bridges } = followed;
    let seed = 7;
    const next = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const callBridges = ['cbcms1', 'cbcms2', 'cbcms3'];
    // Nobody asks this one to do anything, so that the house is not empty in the end.
    const stays = await person('sip', 'Stays', '1001', 'cbcms1');
    for (let step = 0; step < 40; step += 1) {
      const people = [...bridges.inventory.picture.participants.values()].filter(({ id, state }) => state === 'connected' && id !== stays.participant);
      const somebody = people[next(people.length || 1)];
      const meetings = [...bridges.inventory.picture.meetings.values()].filter(({ id }) => id !== somebody?.meeting);
      const target = meetings[next(meetings.length || 1)];
      const deed = next(3);
      if (deed === 0 || !somebody) {
        await person(next(2) === 0 ? 'sip' : 'web-app', `Person ${step}`, `100${1 + next(4)}`, callBridges[next(3)]);
      } else if (deed === 1 && target) {
        const call = target.calls[next(target.calls.length)];
        // A refusal is as good as a move here: what counts is that the picture is right afterwards.
        if (call) await bridges.clusters.writerFor(call.callBridge)?.moveParticipant(call.id, somebody.id);
      } else {
        await askControl(emulator, 'DELETE', `/people/${somebody.id}`);
      }
    }
    await untilQuiet(followed);
    expect(bridges.inventory.participant(stays.participant)?.name).toBe('Stays');
  });
});

describe('a bridge without events', () => {
  test('is followed by asking', async () => {
    const { emulator } = followed;
    const node = emulator.nodes.find(({ name }) => name === 'cbcms1');
    if (!node) throw new Error('there is no cbcms1');
    const proxy = await scriptedBridge((request, response) => {
      if (request.url === '/api/v1/authTokens') return void response.writeHead(404).end();
      const forwarded = httpRequest(`${node.http}${request.url}`, { headers: { authorization: request.headers.authorization } }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      forwarded.end();
    });
    const db = await memoryDatabase();
    const bridges = createBridges({ db, secret: testSecret, log: pino({ enabled: false }), clock: hastyClock });
    await bridges.start();
    try {
      const { id } = await bridges.clusters.add({
        address: proxy.origin,
        username: emulator.account.user,
        password: emulator.account.password,
        trust: { kind: 'system', value: '' },
      });
      await vi.waitFor(() => {
        expect(bridges.inventory.picture.callBridges.get(id)).toMatchObject({ state: 'connected', feeds: { events: 'polling' } });
      }, patience);
      const guest = await person('web-app', 'Ana', '1001', 'cbcms1');
      await vi.waitFor(() => {
        expect(bridges.inventory.participant(guest.participant)).toMatchObject({ name: 'Ana', kind: 'web-app', state: 'connected', canMove: true });
      }, patience);
      await askControl(emulator, 'DELETE', `/people/${guest.participant}`);
      await vi.waitFor(() => expect(bridges.inventory.picture.meetings.size).toBe(0), patience);
      expect(bridges.inventory.participant(guest.participant)).toBeNull();
    } finally {
      await bridges.stop();
      await proxy.close();
      await db.destroy();
    }
  });
});
