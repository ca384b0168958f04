import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { joinHeadless } from '@/server/emulator/web-app/headless/join-headless';
import { addPerson, askControl, emulatedBridge, EventsClient, idsOf, valueOf, worldOf } from '../support/emulated-bridge';
import type { EmulatedBridge } from '../support/emulated-bridge';

let emulator: Emulator;
let a: EmulatedBridge;
let b: EmulatedBridge;
const opened: EventsClient[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', tempo: { mediaDelayMs: 0, dialDelayMs: 1, answerTimeoutMs: 5 } });
  [a, b] = [emulatedBridge(emulator, 'cbcms1'), emulatedBridge(emulator, 'cbcms2')];
});
afterAll(() => emulator.close());
afterEach(async () => {
  for (const client of opened.splice(0)) client.socket.terminate();
  for (const { name, calls } of (await worldOf(emulator)).callBridges) {
    for (const { id } of calls) await emulatedBridge(emulator, name).request('DELETE', `calls/${id}`);
  }
});

/** A room on cbcms1, or elsewhere, and its call. */
async function room(name: string, changes: { numericId?: string; callBridge?: string; kind?: string; canEncrypt?: boolean; dualHomed?: boolean } = {}) {
  const { participant } = await addPerson(emulator, { kind: 'sip', name, numericId: '1001', callBridge: 'cbcms1', ...changes });
  const bridge = changes.callBridge === 'cbcms2' ? b : a;
  return { participant, call: valueOf(await bridge.get(`participants/${participant}`), 'call') ?? '' };
}

/** Gives a space a call profile, or a call leg profile, for as long as `act` takes. */
async function withProfile(kind: 'callProfile' | 'callLegProfile', parameters: string, numericId: string, act: () => Promise<void>): Promise<void> {
  const { created } = await a.request('POST', `${kind}s`, parameters);
  const space = idsOf(await a.get(`coSpaces?filter=space%20${numericId.slice(-1)}`), 'coSpace')[0] ?? '';
  expect((await a.request('PUT', `coSpaces/${space}`, `${kind}=${created}`)).status).toBe(200);
  try {
    await act();
  } finally {
    await a.request('PUT', `coSpaces/${space}`, `${kind}=`);
  }
}

async function follow(bridge: EmulatedBridge, type: 'callRoster' | 'callInfo', call: string): Promise<EventsClient> {
  const client = await EventsClient.open(bridge);
  opened.push(client);
  client.subscribe([{ index: 1, type, call }]);
  await expect.poll(() => client.updates(1).length).toBeGreaterThan(0);
  return client;
}

/** The newest value of an element: updates hold only what became different. */
const saidOf = (client: EventsClient, element: string) => client.updates(1).findLast((update) => element in update)?.[element];

const recorders = async (bridge: EmulatedBridge) => {
  const legs = await Promise.all(idsOf(await bridge.get('callLegs'), 'callLeg').map((id) => bridge.get(`callLegs/${id}`)));
  return legs.filter((xml) => valueOf(xml, 'recording') === 'true');
};

describe('recording', () => {
  test('brings a recorder in and takes it out; its status, on every bridge, follows the recorder and not the wish', async () => {
    const { call } = await room('Near');
    const far = await room('Far', { callBridge: 'cbcms2' });
    const info = await follow(b, 'callInfo', far.call);
    expect((await a.request('PUT', `calls/${call}`, 'recording=true')).status).toBe(200);
    await expect.poll(async () => valueOf(await a.get(`calls/${call}`), 'recordingStatus')).toBe('true');
    await expect.poll(() => saidOf(info, 'recording')).toBe('active');
    expect([...(await recorders(a)), ...(await recorders(b))].map((xml) => [valueOf(xml, 'canMove'), valueOf(xml, 'type')])).toEqual([['false', 'sip']]);
    await b.request('PUT', `calls/${far.call}`, 'recording=false');
    await expect.poll(async () => valueOf(await a.get(`calls/${call}`), 'recordingStatus')).toBe('false');
    await expect.poll(() => saidOf(info, 'recording')).toBe('inactive');
    expect([...(await recorders(a)), ...(await recorders(b))]).toEqual([]);
  });

  test('does not keep a meeting open that everybody has left', async () => {
    const { participant, call } = await room('Near');
    await a.request('PUT', `calls/${call}`, 'recording=true&streaming=true');
    await expect.poll(async () => valueOf(await a.get(`calls/${call}`), 'streamingStatus')).toBe('true');
    await a.request('DELETE', `participants/${participant}`);
    expect(await a.get('calls')).toBe('<calls total="0"></calls>');
  });

  test('cannot be had where the profile disables it, and is there by itself where it is automatic', async () => {
    await withProfile('callProfile', 'recordingMode=disabled&streamingMode=automatic', '1004', async () => {
      const { call } = await room('Near', { numericId: '1004' });
      expect((await a.request('PUT', `calls/${call}`, 'recording=true')).text).toContain('<callRecordingCannotBeModified />');
      await expect.poll(async () => valueOf(await a.get(`calls/${call}`), 'streamingStatus')).toBe('true');
      expect(valueOf(await a.get(`calls/${call}`), 'recording')).toBe('false');
    });
  });
});

describe('a participant limit', () => {
  test('counts the people of all bridges, and refuses calls, dial-outs and moves', async () => {
    await withProfile('callProfile', 'participantLimit=2', '1005', async () => {
      const { call } = await room('Near', { numericId: '1005' });
      await room('Far', { numericId: '1005', callBridge: 'cbcms2' });
      const elsewhere = await room('Elsewhere', { numericId: '1006' });
      await expect.poll(async () => valueOf(await a.get(`calls/${call}`), 'numParticipantsRemote')).toBe('1');
      for (const body of ['remoteParty=room9@rooms.example', `movedParticipant=${elsewhere.participant}&needsActivation=false`]) {
        const answer = await a.request('POST', `calls/${call}/participants`, body);
        expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('<participantLimitReached />') });
      }
      expect((await a.request('POST', `calls/${call}/callLegs`, 'remoteParty=room9@rooms.example')).text).toContain('<participantLimitReached />');
      const third = { kind: 'sip', name: 'Third', numericId: '1005', callBridge: 'cbcms3' };
      expect(await askControl(emulator, 'POST', '/people', third)).toMatchObject({ status: 409 });
    });
  });
});

describe('whoever is called', () => {
  test.each([
    ['busy@rooms.example', 'remoteBusy'],
    ['reject@rooms.example', 'remoteRejected'],
    ['noanswer@rooms.example', 'ringingTimeout'],
    ['room@nowhere.invalid', 'unknownDestination'],
  ])('%s leaves with the reason %s', async (uri, reason) => {
    const { call } = await room('Near');
    const roster = await follow(a, 'callRoster', call);
    const { created } = await a.request('POST', `calls/${call}/participants`, `remoteParty=${uri}`);
    await expect.poll(() => roster.updates(1).at(-1)).toEqual({ participant: created, updateType: 'remove', reason });
  });
});

describe('a dual-homed meeting', () => {
  test('is a conference of Microsoft, on all bridges, and takes nobody from elsewhere', async () => {
    const { call } = await room('Skype user', { kind: 'microsoft', dualHomed: true });
    const far = await room('Far', { callBridge: 'cbcms2' });
    await expect.poll(async () => valueOf(await b.get(`calls/${far.call}`), 'callType')).toBe('lyncConferencing');
    const mover = await room('Mover', { numericId: '1002' });
    const answer = await a.request('POST', `calls/${call}/participants`, `movedParticipant=${mover.participant}`);
    expect(answer.text).toContain('<participantCannotBeModified />');
  });
});

describe('encryption that is required', () => {
  test('ends a leg that cannot encrypt, when it is called and when it is moved', async () => {
    await withProfile('callLegProfile', 'sipMediaEncryption=required', '1007', async () => {
      const { call } = await room('Safe', { numericId: '1007' });
      const roster = await follow(a, 'callRoster', call);
      const plain = await room('Plain', { numericId: '1002', canEncrypt: false });
      expect(valueOf(await a.get(`callLegs/${plain.participant}`), 'unencryptedMedia')).toBe('true');
      const { created } = await a.request('POST', `calls/${call}/participants`, `movedParticipant=${plain.participant}`);
      await expect.poll(() => roster.updates(1).at(-1)).toEqual({ participant: created, updateType: 'remove', reason: 'encryptionRequired' });
    });
  });
});

describe('many participants at once', () => {
  test('are muted on all bridges, but for the named ones; in query or form', async () => {
    const near = await room('Near');
    const spared = await room('Spared');
    const far = await room('Far', { callBridge: 'cbcms2' });
    const mutes = () =>
      Promise.all([a.get(`callLegs/${near.participant}`), a.get(`callLegs/${spared.participant}`), b.get(`callLegs/${far.participant}`)]).then((legs) =>
        legs.map((xml) => valueOf(xml, 'rxAudioMute')),
      );
    const path = `calls/${near.call}/participants/*`;
    expect((await a.request('PUT', `${path}?filterIds=${spared.participant}`, 'rxAudioMute=on')).status).toBe(200);
    await expect.poll(mutes).toEqual(['true', 'false', 'true']);
    await a.request('PUT', path, `mode=selected&filterIds=${far.participant}&rxAudioMute=off`);
    await expect.poll(mutes).toEqual(['true', 'false', 'false']);
    const many = Array.from({ length: 21 }, (_, n) => `id${n}`).join(',');
    expect((await a.request('PUT', path, `filterIds=${many}&mode=some`)).text).toMatch(/parameter="filterIds".*parameter="mode"/);
  });

  test('and one by way of the call: changed and dropped, if they are in it', async () => {
    const { participant, call } = await room('Near');
    await room('Stays');
    expect((await a.request('PUT', `calls/${call}/participants/${participant}`, 'importance=3')).status).toBe(200);
    expect(valueOf(await a.get(`participants/${participant}`), 'importance')).toBe('3');
    const other = await room('Elsewhere', { numericId: '1002' });
    expect((await a.request('DELETE', `calls/${call}/participants/${other.participant}`)).text).toContain('<participantDoesNotExist />');
    expect((await a.request('DELETE', `calls/${call}/participants/${participant}`)).status).toBe(200);
  });
});

describe('a call leg', () => {
  test('keeps and shows every documented parameter, and forgets it when it is emptied', async () => {
    const { participant } = await room('Near');
    const path = `callLegs/${participant}`;
    await a.request('PUT', path, 'qualityMain=max720p30&muteOthersAllowed=true&ownerId=desk-7&sipMediaEncryption=prohibited');
    const xml = await a.get(path);
    expect(['qualityMain', 'muteOthersAllowed', 'ownerId', 'sipMediaEncryption', 'unencryptedMedia'].map((name) => valueOf(xml, name))).toEqual([
      'max720p30', 'true', 'desk-7', 'prohibited', 'true',
    ]);
    await a.request('PUT', path, 'ownerId=');
    expect(valueOf(await a.get(path), 'ownerId')).toBeNull();
    expect((await a.request('PUT', path, 'qualityMain=best')).text).toContain('parameter="qualityMain"');
    expect(valueOf(await a.get(`${path}/callLegProfileTrace`), 'qualityMain')).toBe('max720p30');
  });

  test('is asked for a key frame, and for movements of its camera that there are', async () => {
    const { participant } = await room('Near');
    expect((await a.request('POST', `callLegs/${participant}/generateKeyframe`)).status).toBe(200);
    expect((await a.request('PUT', `callLegs/${participant}/cameraControl`, 'pan=left&zoom=in')).status).toBe(200);
    expect((await a.request('PUT', `callLegs/${participant}/cameraControl`, 'tilt=left')).text).toContain('parameter="tilt"');
    expect((await a.request('POST', 'callLegs/nobody/generateKeyframe')).text).toContain('<callLegDoesNotExist />');
  });

  test('comes in with what the profile of its space says', async () => {
    await withProfile('callLegProfile', 'rxAudioMute=true&participantCounter=never', '1008', async () => {
      const { participant } = await room('Near', { numericId: '1008' });
      const xml = await a.get(`callLegs/${participant}`);
      expect([valueOf(xml, 'rxAudioMute'), valueOf(xml, 'participantCounter')]).toEqual(['true', 'never']);
    });
  });
});

describe('a guest who may not mute themselves', () => {
  test('stays as the bridge has them, and is told so', async () => {
    await withProfile('callLegProfile', 'rxAudioMute=true&muteSelfAllowed=false', '1006', async () => {
      const webBridgeUrl = emulator.nodes.find(({ name }) => name === 'wbcms1')?.http ?? '';
      const guest = await joinHeadless({ webBridgeUrl, numericId: '1006', name: 'Quiet' });
      await expect.poll(() => guest.settings.audioMuted).toBe(true);
      guest.setMuted(false);
      expect(guest.settings.audioMuted).toBe(false);
      await expect.poll(() => guest.settings.audioMuted).toBe(true);
      const { callBridges } = await worldOf(emulator);
      const [here] = callBridges.flatMap(({ name, calls }) => calls.map(({ id, participants }) => ({ bridge: emulatedBridge(emulator, name), id, who: participants[0] })));
      expect(here?.who?.rxAudioMute).toBe(true);
      await here?.bridge.request('PUT', `calls/${here.id}`, 'allowAllMuteSelf=true');
      guest.setMuted(false);
      await expect.poll(async () => valueOf((await here?.bridge.get(`callLegs/${here.who?.id}`)) ?? '', 'rxAudioMute')).toBe('false');
      expect(guest.settings.audioMuted).toBe(false);
      guest.leave();
    });
  });
});

describe('a call', () => {
  test('shows a message for as long as it stands, and what its panes are set to', async () => {
    const { call } = await room('Near');
    await a.request('PUT', `calls/${call}`, 'messageText=Hello&messageDuration=600&panePlacementHighestImportance=3&panePlacementSelfPaneMode=skip');
    const xml = await a.get(`calls/${call}`);
    expect(['messageText', 'panePlacementHighestImportance', 'panePlacementSelfPaneMode'].map((name) => valueOf(xml, name))).toEqual(['Hello', '3', 'skip']);
    expect(Number(valueOf(xml, 'messageTimeRemaining'))).toBeGreaterThan(500);
    await a.request('PUT', `calls/${call}`, 'messageDuration=permanent&panePlacementSelfPaneMode=');
    expect(valueOf(await a.get(`calls/${call}`), 'messageTimeRemaining')).toBe('permanent');
    await a.request('PUT', `calls/${call}`, 'messageDuration=0');
    expect(valueOf(await a.get(`calls/${call}`), 'messageTimeRemaining')).toBeNull();
    expect((await a.request('PUT', `calls/${call}`, 'panePlacementSelfPaneMode=both')).text).toContain('parameter="panePlacementSelfPaneMode"');
  });

  test('has legs that travel badly among those that travel well, and finds them by their alarms', async () => {
    await room('Near');
    const { participant } = await room('Lossy');
    expect(idsOf(await a.get('callLegs?alarms=packetLoss|highRoundTripTime'), 'callLeg')).toEqual([participant]);
    expect(await a.get('callLegs?alarms=all')).toContain('<alarms><packetLoss>true</packetLoss>');
    const lost = Number(valueOf(await a.get(`callLegs/${participant}`), 'packetLossPercentage'));
    expect(lost).toBeGreaterThanOrEqual(5);
    expect(lost).toBeLessThanOrEqual(11);
  });
});

describe('a limit of a tenant', () => {
  test('holds over all its meetings', async () => {
    const { created } = await a.request('POST', 'tenants', 'name=Acme&participantLimit=1');
    const space = idsOf(await a.get('coSpaces?filter=space%203'), 'coSpace')[0] ?? '';
    expect((await a.request('PUT', `coSpaces/${space}`, `tenant=${created}`)).status).toBe(200);
    const { call } = await room('Near', { numericId: '1003' });
    const answer = await a.request('POST', `calls/${call}/participants`, 'remoteParty=room9@rooms.example');
    expect(answer.text).toContain('<tenantParticipantLimitReached />');
    await a.request('PUT', `coSpaces/${space}`, 'tenant=');
  });
});
