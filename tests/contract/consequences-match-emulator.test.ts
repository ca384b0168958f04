import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Consequence } from '@/lib/move/verdict';
import type { ConsequenceCode } from '@/lib/move/verdict-codes';
import { coSpaceId, type ClusterDefinition } from '@/server/emulator/cluster/definition';
import { patience } from '../support/followed-emulator';
import type { Answered } from '../support/verdict-outcome';
import { VerdictStage, type Place } from '../support/verdict-stage';

const legProfiles = {
  'guests wait': { needsActivation: 'true' },
  'guests are dropped': { needsActivation: 'true', deactivationMode: 'disconnect' },
  'guests remain': { needsActivation: 'true', deactivationMode: 'remainActivated' },
  'only in the clear': { sipMediaEncryption: 'prohibited' },
  'guests are quiet': { muteSelfAllowed: 'false', muteOthersAllowed: 'false' },
};
type LegProfile = keyof typeof legProfiles;

/** More spaces of each kind than the tests take: every test has meetings of its own. */
const enough = 40;
const profiles: readonly LegProfile[] = ['guests wait', 'guests are dropped', 'guests remain', 'only in the clear', 'guests are quiet'];
const clusters: readonly ClusterDefinition[] = [
  {
    name: 'consequences.example',
    callBridges: [
      { name: 'cb1', version: '3.9' },
      { name: 'cb2', version: '3.9' },
    ],
    webBridges: ['wb1'],
    callProfiles: [
      { name: 'a lock for guests', parameters: { lockMode: 'needsActivation' } },
      { name: 'three at most', parameters: { participantLimit: '3' } },
      { name: 'a recorder', parameters: { sipRecorderUri: 'recorder@rooms.example' } },
    ],
    callLegProfiles: profiles.map((name) => ({ name, parameters: legProfiles[name] })),
    spaces: [
      ...Array.from({ length: enough }, (_, at) => ({ name: `Plain ${at}`, numericId: String(1_000 + at) })),
      ...profiles.flatMap((callLegProfile, at) =>
        Array.from({ length: enough }, (_, number) => ({ name: `${callLegProfile} ${number}`, numericId: String(2_000 + 100 * at + number), callLegProfile })),
      ),
      { name: 'Locked for guests', numericId: '3000', callProfile: 'a lock for guests' },
      { name: 'Small', numericId: '3001', callProfile: 'three at most' },
      { name: 'Recorded', numericId: '3002', callProfile: 'a recorder' },
    ],
  },
];

let stage: VerdictStage;
let nextPlain = 1_000;
const nextOf = new Map(profiles.map((name, at) => [name, 2_000 + 100 * at]));
beforeAll(async () => {
  stage = await VerdictStage.open(clusters);
}, 120_000);
afterAll(() => stage?.close());

const plain = (): string => String(nextPlain++);
function spaceOf(profile: LegProfile): string {
  const number = nextOf.get(profile) ?? 0;
  nextOf.set(profile, number + 1);
  return String(number);
}

const sip = (numericId: string, more: { needsActivation?: boolean; canEncrypt?: boolean; name?: string } = {}): Promise<string> =>
  stage.add({ kind: 'sip', name: 'Room', numericId, callBridge: 'cb1', ...more });
const guest = (numericId: string): Promise<string> => stage.add({ kind: 'web-app', name: 'Ana', numericId, callBridge: 'cb1' });

/** A plain meeting with somebody in it. */
async function target(): Promise<Place> {
  return stage.placeOf(await sip(plain()));
}

/** What each of those who went was told about a code; null where they were not told. */
const told = (answers: readonly Answered[], code: ConsequenceCode): (Consequence | null)[] =>
  answers.map(({ verdict }) => verdict.consequences.find((one) => one.code === code) ?? null);

/** Has somebody present, and waits until Usher sees it. */
async function presenting(participant: string): Promise<string> {
  await stage.control('PUT', `/people/${participant}`, { presenting: true });
  await vi.waitFor(() => expect(stage.followed.bridges.inventory.participant(participant)?.presenting).toBe(true), patience);
  return participant;
}

async function presenters(participants: readonly string[]): Promise<boolean[]> {
  const people = await stage.people();
  return participants.map((id) => (people.get(id)?.presentingSince ?? null) !== null);
}

async function activationOf(participants: readonly string[]): Promise<(string | null)[]> {
  const people = await stage.people();
  return participants.map((id) => people.get(id)?.activation ?? null);
}

describe('a lobby', () => {
  test.each([0, 1, 3])('of %i is told and let in with the first who goes', async (count) => {
    const space = spaceOf('guests wait');
    // A meeting of nobody would end: where nobody waits, a host is there.
    const waiting = await Promise.all(Array.from({ length: count }, () => sip(space)));
    const place = await stage.placeOf(waiting[0] ?? (await sip(space, { needsActivation: false })));
    const source = plain();
    const answers = await stage.carryOut([await guest(source), await sip(source)], place);
    expect(told(answers, 'admits-lobby')).toEqual([count > 0 ? { code: 'admits-lobby', count } : null, null]);
    expect(await activationOf(waiting)).toEqual(waiting.map(() => 'active'));
  });

  test('behind a lock stays, and the lock is passed', async () => {
    const space = spaceOf('guests wait');
    const waiting = await sip(space);
    const place = await stage.placeOf(waiting);
    await stage.ask('cb1', 'PUT', `calls/${place.call}`, 'locked=true');
    await vi.waitFor(() => expect(stage.followed.bridges.inventory.meeting(place.meeting)?.locked).toBe(true), patience);
    const answers = await stage.carryOut([await guest(plain())], place);
    expect([told(answers, 'admits-lobby'), told(answers, 'overrides-lock')]).toEqual([[null], [{ code: 'overrides-lock' }]]);
    expect(await activationOf([waiting, answers[0]?.newcomer ?? ''])).toEqual(['waiting', 'active']);
    expect(stage.followed.bridges.inventory.meeting(place.meeting)).toMatchObject({ locked: true });
  });

  test('in which somebody was put while a host is there stays', async () => {
    const space = spaceOf('guests wait');
    const place = await stage.placeOf(await sip(space, { needsActivation: false }));
    const put = await sip(space);
    await stage.ask('cb1', 'PUT', `participants/${put}`, 'deactivated=true');
    const answers = await stage.carryOut([await guest(plain())], place);
    expect(told(answers, 'admits-lobby')).toEqual([null]);
    expect(await activationOf([put])).toEqual(['held']);
  });

  test('is not passed by a lock for guests only', async () => {
    const place = await stage.placeOf(await sip('3000'));
    await stage.ask('cb1', 'PUT', `calls/${place.call}`, 'locked=true');
    await vi.waitFor(() => expect(stage.followed.bridges.inventory.meeting(place.meeting)?.locked).toBe(true), patience);
    const answers = await stage.carryOut([await sip(plain())], place);
    expect(told(answers, 'overrides-lock')).toEqual([null]);
    expect(await activationOf([answers[0]?.newcomer ?? ''])).toEqual(['active']);
  });
});

describe('those who stay without an activator', () => {
  test.each([
    ['guests wait', 0, 'waiting'],
    ['guests are dropped', 2, null],
    ['guests remain', null, 'active'],
  ] as const)('are told of and treated as their profile says: %s', async (profile, dropped, becomes) => {
    const space = spaceOf(profile);
    const hosts = [await sip(space, { needsActivation: false }), await sip(space, { needsActivation: false })];
    const guests = [await sip(space), await sip(space)];
    const { meeting } = await stage.placeOf(hosts[0] ?? '');
    const answers = await stage.carryOut(hosts, await target());
    const expected = dropped === null ? null : { code: 'leaves-without-activator', count: 2, ...(dropped > 0 && { dropped }) };
    expect(told(answers, 'leaves-without-activator')).toEqual([null, expected]);
    await vi.waitFor(async () => expect(await activationOf(guests)).toEqual([becomes, becomes]), patience);
    expect(told(answers, 'ends-source')[1]).toEqual(becomes === null ? { code: 'ends-source', again: true } : null);
    expect((await stage.meetings()).has(meeting)).toBe(becomes !== null);
  });

  test('are not told of while another activator stays', async () => {
    const space = spaceOf('guests wait');
    const [host] = [await sip(space, { needsActivation: false }), await sip(space, { needsActivation: false })];
    const one = await sip(space);
    expect(told(await stage.carryOut([host], await target()), 'leaves-without-activator')).toEqual([null]);
    expect(await activationOf([one])).toEqual(['active']);
  });
});

describe('the meeting that is left', () => {
  test('ends with the last who goes, and not before', async () => {
    const space = plain();
    const people = [await guest(space), await sip(space)];
    const { meeting } = await stage.placeOf(people[0] ?? '');
    const answers = await stage.carryOut(people, await target());
    expect(told(answers, 'ends-source')).toEqual([null, { code: 'ends-source', again: true }]);
    expect((await stage.meetings()).has(meeting)).toBe(false);
  });

  test('goes on where it stays when it is empty', async () => {
    const person = await sip(plain());
    const { meeting, call } = await stage.placeOf(person);
    await stage.ask('cb1', 'PUT', `calls/${call}`, 'activeWhenEmpty=true');
    expect(told(await stage.carryOut([person], await target()), 'ends-source')).toEqual([null]);
    expect((await stage.meetings()).has(meeting)).toBe(true);
  });

  test('goes on with whoever stays', async () => {
    const space = plain();
    const [goes] = [await sip(space), await sip(space)];
    const { meeting } = await stage.placeOf(goes);
    expect(told(await stage.carryOut([goes], await target()), 'ends-source')).toEqual([null]);
    expect((await stage.meetings()).has(meeting)).toBe(true);
  });
});

describe('what comes of the target', () => {
  test('the last place is told, and the one too many is refused by both', async () => {
    const place = await stage.placeOf(await sip('3001'));
    const space = plain();
    const answers = await stage.carryOut([await sip(space), await sip(space), await sip(space)], place);
    expect(answers.map(({ verdict, status }) => [verdict.allowed, status === 200])).toEqual([[true, true], [true, true], [false, false]]);
    expect(answers[2]?.verdict.reasons).toEqual(['target-full']);
    expect(told(answers, 'capacity-tight').slice(0, 2)).toEqual([null, { code: 'capacity-tight' }]);
  });

  test('a recording is told, and its recorder takes no place', async () => {
    const place = await stage.placeOf(await sip('3002'));
    await stage.ask('cb1', 'PUT', `calls/${place.call}`, 'recording=true');
    await vi.waitFor(() => expect(stage.followed.bridges.inventory.meeting(place.meeting)?.recording).toBe(true), patience);
    expect(told(await stage.carryOut([await sip(plain())], place), 'target-recorded')).toEqual([{ code: 'target-recorded' }]);
  });

  test('a passcode that is not asked for is told', async () => {
    const space = plain();
    await stage.ask('cb1', 'PUT', `coSpaces/${coSpaceId('consequences.example', space)}`, 'passcode=4321');
    const place = await stage.placeOf(await sip(space));
    const answers = await stage.carryOut([await guest(plain())], place);
    expect(told(answers, 'bypasses-passcode')).toEqual([{ code: 'bypasses-passcode' }]);
  });

  test('rights that become others are told, and have become so', async () => {
    const place = await stage.placeOf(await sip(spaceOf('guests are quiet')));
    const answers = await stage.carryOut([await sip(plain())], place);
    expect(told(answers, 'role-differs')).toEqual([{ code: 'role-differs', which: ['muteSelf'] }]);
    const newcomer = answers[0]?.newcomer ?? '';
    const { bridge } = await stage.placeOf(newcomer);
    expect(await stage.read(bridge, `callLegs/${newcomer}`)).toContain('<muteSelfAllowed>false</muteSelfAllowed>');
  });

  test('another encryption is told', async () => {
    const place = await stage.placeOf(await sip(spaceOf('only in the clear')));
    const answers = await stage.carryOut([await sip(plain())], place);
    expect(told(answers, 'encryption-differs')).toEqual([{ code: 'encryption-differs' }]);
  });
});

describe('a presentation', () => {
  test('of a guest is told to stop, and stops', async () => {
    const presents = await presenting(await guest(plain()));
    const answers = await stage.carryOut([presents], await target());
    expect(told(answers, 'presentation-stops')).toEqual([{ code: 'presentation-stops' }]);
    expect(told(answers, 'presentation-follows')).toEqual([null]);
    await expect.poll(() => presenters([answers[0]?.newcomer ?? '']), patience).toEqual([false]);
  });

  test('of a device is told to follow, and goes on where nobody presented', async () => {
    const presents = await presenting(await sip(plain()));
    const answers = await stage.carryOut([presents], await target());
    expect(told(answers, 'presentation-follows')).toEqual([{ code: 'presentation-follows' }]);
    expect([told(answers, 'presentation-stops'), told(answers, 'takes-floor-from')]).toEqual([[null], [null]]);
    await expect.poll(() => presenters([answers[0]?.newcomer ?? '']), patience).toEqual([true]);
  });

  test('of a guest leaves the one in the target alone', async () => {
    const there = await presenting(await sip(plain(), { name: 'Screen' }));
    const answers = await stage.carryOut([await presenting(await guest(plain()))], await stage.placeOf(there));
    expect(told(answers, 'takes-floor-from')).toEqual([null]);
    await expect.poll(() => presenters([there, answers[0]?.newcomer ?? '']), patience).toEqual([true, false]);
  });

  test.each([['a guest', guest, 'Ana'], ['a device', sip, 'Room']] as const)('takes the floor from %s, whose name is told', async (_, come, name) => {
    const there = await presenting(await come(plain()));
    const answers = await stage.carryOut([await presenting(await sip(plain()))], await stage.placeOf(there));
    expect(told(answers, 'takes-floor-from')).toEqual([{ code: 'takes-floor-from', name }]);
    await expect.poll(() => presenters([there, answers[0]?.newcomer ?? '']), patience).toEqual([false, true]);
  });

  test('takes the floor from the one before it in the same order', async () => {
    const first = await presenting(await sip(plain(), { name: 'First' }));
    const second = await presenting(await sip(plain(), { name: 'Second' }));
    const answers = await stage.carryOut([first, second], await target());
    expect(told(answers, 'takes-floor-from')).toEqual([null, { code: 'takes-floor-from', name: 'First' }]);
    await expect.poll(() => presenters(answers.map(({ newcomer }) => newcomer)), patience).toEqual([false, true]);
  });
});

test('the settings that are told to be reset are, and the others stay as they were', async () => {
  const place = await target();
  const person = await sip(plain());
  await stage.ask('cb1', 'PUT', `callLegs/${person}`, 'rxAudioMute=true&importance=7&chosenLayout=speakerOnly');
  await vi.waitFor(() => expect(stage.followed.bridges.inventory.participant(person)?.importance).toBe(7), patience);
  const answers = await stage.carryOut([person], place);
  expect(told(answers, 'settings-reset')).toEqual([{ code: 'settings-reset', which: ['layout', 'importance'] }]);
  const after = (await stage.people()).get(answers[0]?.newcomer ?? '');
  expect(after).toMatchObject({ rxAudioMute: true, rxVideoMute: false, importance: null });
  expect(after?.layout).not.toBe('speakerOnly');
});

test('of a meeting of which all can be read nothing is told as not known', async () => {
  const answers = await stage.carryOut([await guest(plain())], await target());
  expect(answers.flatMap(({ verdict }) => verdict.consequences.filter(({ known }) => known === false))).toEqual([]);
});
