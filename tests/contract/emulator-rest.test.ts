import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { addPerson, emulatedBridge, idsOf, valueOf } from '../support/emulated-bridge';
import type { EmulatedBridge } from '../support/emulated-bridge';
import { eventually } from '../support/eventually';

const unknownId = '00000000-0000-4000-8000-000000000000';
const declaration = '<?xml version="1.0"?>';

let emulator: Emulator;
let bridge: EmulatedBridge;
let call: string;
let room: string;

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', tempo: { mediaDelayMs: 0, dialDelayMs: 5 } });
  bridge = emulatedBridge(emulator, 'cbcms1');
  room = (await addPerson(emulator, { kind: 'sip', name: 'Room 1 & 2', numericId: '1001', callBridge: 'cbcms1' })).participant;
  await addPerson(emulator, { kind: 'sip', name: 'Far room', numericId: '1001', callBridge: 'cbcms2' });
  call = idsOf(await bridge.get('calls'), 'call')[0] ?? '';
  await eventually(async () => expect(valueOf(await bridge.get(`calls/${call}`), 'numParticipantsRemote')).toBe('1'));
});
afterAll(() => emulator.close());

describe('who may ask', () => {
  test('without credentials, or with wrong ones, the answer is an empty 401 that names the realm', async () => {
    for (const authorization of ['', 'Basic', 'Basic !!', `Basic ${Buffer.from('api:wrong').toString('base64')}`]) {
      const answer = await bridge.request('GET', 'calls', undefined, { authorization });
      expect(answer).toMatchObject({ status: 401, text: '' });
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="acano"');
    }
  });

  test('credentials without a space after "Basic" are taken', async () => {
    const authorization = `Basic${Buffer.from('api:emulator').toString('base64')}`;
    expect((await bridge.request('GET', 'calls', undefined, { authorization })).status).toBe(200);
  });

  test('HTTPS answers like HTTP, with a certificate of the authority that the emulator names', async () => {
    const node = emulator.nodes.find(({ name }) => name === 'cbcms1');
    const { Agent, fetch: fetchWith } = await import('undici');
    const dispatcher = new Agent({ connect: { ca: emulator.authorityPem } });
    const authorization = `Basic ${Buffer.from('api:emulator').toString('base64')}`;
    const answer = await fetchWith(`${node?.https}/api/v1/system/status`, { dispatcher, headers: { authorization } });
    expect(valueOf(await answer.text(), 'softwareVersion')).toBe('3.9');
    await dispatcher.close();
  });
});

describe('shapes', () => {
  test('the list of calls has no declaration, everything else has', async () => {
    expect(await bridge.get('calls')).toMatch(/^<calls total="1"><call id="/);
    for (const path of ['participants', 'callLegs', 'coSpaces', 'callBridges', `calls/${call}`, 'system/status', 'system/alarms']) {
      expect(await bridge.get(path), path).toMatch(/^<\?xml version="1\.0"\?></);
    }
  });

  test('text is escaped and nothing but values stands between elements', async () => {
    const xml = await bridge.get(`participants/${room}`);
    expect(valueOf(xml, 'name')).toBe('Room 1 &amp; 2');
    expect(xml).not.toMatch(/>\s+</);
  });

  test('a call carries the documented fields, counting local and remote participants and other instances', async () => {
    const xml = await bridge.get(`calls/${call}`);
    const names = [...xml.matchAll(/<(\w+)>/g)].map((match) => match[1]);
    expect(names).toEqual([
      'name', 'callType', 'coSpace', 'callCorrelator', 'durationSeconds', 'numCallLegs', 'maxCallLegs', 'numParticipantsLocal',
      'numParticipantsRemote', 'numDistributedInstances', 'locked', 'recording', 'recordingStatus', 'streaming', 'streamingStatus',
      'allowAllMuteSelf', 'allowAllPresentationContribution', 'messagePosition', 'messageDuration', 'activeWhenEmpty', 'endpointRecording',
    ]);
    expect([valueOf(xml, 'numParticipantsLocal'), valueOf(xml, 'numParticipantsRemote')]).toEqual(['1', '1']);
    expect(valueOf(xml, 'numDistributedInstances')).toBe('1');
  });

  test('a remote participant names its home bridge and has no legs here; a local one the other way round', async () => {
    const local = await bridge.get(`participants/${room}`);
    expect([valueOf(local, 'callBridge'), valueOf(local, 'numCallLegs')]).toEqual([null, '1']);
    const remoteId = idsOf(await bridge.get('participants'), 'participant').find((id) => id !== room) ?? '';
    const remote = await bridge.get(`participants/${remoteId}`);
    expect(valueOf(remote, 'numCallLegs')).toBeNull();
    const home = valueOf(remote, 'callBridge') ?? '';
    expect(valueOf(await bridge.get(`callBridges/${home}`), 'name')).toBe('cbcms2');
  });

  test('a meeting on two bridges is two calls with one correlator, and a distribution link on each', async () => {
    const other = emulatedBridge(emulator, 'cbcms2');
    const [here, there] = [await bridge.get('calls'), await other.get('calls')];
    expect(valueOf(here, 'callCorrelator')).toBe(valueOf(there, 'callCorrelator'));
    expect(idsOf(here, 'call')).not.toEqual(idsOf(there, 'call'));
    const legs = await Promise.all(idsOf(await bridge.get('callLegs'), 'callLeg').map((id) => bridge.get(`callLegs/${id}`)));
    expect(legs.filter((xml) => valueOf(xml, 'subType') === 'distributionLink')).toHaveLength(1);
  });

  test('a Microsoft participant is a leg of subType lync whose id is not the participant\'s, and cannot move', async () => {
    const { participant } = await addPerson(emulator, { kind: 'microsoft', name: 'Skype user', numericId: '1003', callBridge: 'cbcms1' });
    const leg = idsOf(await bridge.get(`participants/${participant}/callLegs`), 'callLeg')[0] ?? '';
    expect(leg).not.toBe(participant);
    const xml = await bridge.get(`callLegs/${leg}`);
    expect([valueOf(xml, 'subType'), valueOf(xml, 'groupId'), valueOf(xml, 'canMove')]).toEqual(['lync', participant, 'false']);
    expect((await bridge.request('DELETE', `participants/${participant}`)).status).toBe(200);
  });

  test('a version before 3.2 shows that a web app guest cannot be moved', async () => {
    const legacy = emulatedBridge(emulator, 'cblegacy1');
    const { participant } = await addPerson(emulator, { kind: 'web-app', name: 'Old guest', numericId: '1001', callBridge: 'cblegacy1' });
    expect(valueOf(await legacy.get(`participants/${participant}`), 'canMove')).toBe('false');
    expect(valueOf(await legacy.get(`callLegs/${participant}`), 'type')).toBe('acano');
  });

  test('a leg of the web app has the address of its space on this side', async () => {
    const { participant } = await addPerson(emulator, { kind: 'web-app', name: 'Guest', numericId: '1003', callBridge: 'cbcms1' });
    expect(valueOf(await bridge.get(`callLegs/${participant}`), 'localAddress')).toBe('space.3@webapp.com');
    await bridge.request('DELETE', `participants/${participant}`);
  });

  test('a Meeting App is there until 2.9', async () => {
    const clusters = [{ name: 'old.example', callBridges: [{ name: 'cbold', version: '2.9' }], webBridges: ['wbold'], spaces: [{ name: 'Space 1', numericId: '1001' }] }];
    const old = await startEmulator({ basePort: 0, scenario: 'empty', clusters });
    const { participant } = await addPerson(old, { kind: 'meeting-app', name: 'App', numericId: '1001' });
    const xml = await emulatedBridge(old, 'cbold').get(`callLegs/${participant}`);
    expect([valueOf(xml, 'type'), valueOf(xml, 'canMove')]).toEqual(['acano', 'false']);
    await old.close();
  });
});

describe('collections', () => {
  test('a page holds at most ten calls or twenty spaces, whatever the limit; total counts all', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, (_, n) => bridge.request('POST', 'calls', `name=Call ${n}`)));
    expect(idsOf(await bridge.get('calls?limit=100'), 'call')).toHaveLength(10);
    const rest = await bridge.get('calls?offset=10&limit=1');
    expect(rest).toMatch(/^<calls total="13">/);
    expect(idsOf(rest, 'call')).toHaveLength(1);
    expect(await bridge.get('calls?offset=99')).toBe('<calls total="13"></calls>');
    for (const { created } of made) await bridge.request('DELETE', `calls/${created}`);
    expect(idsOf(await bridge.get('coSpaces'), 'coSpace')).toHaveLength(8);
  });

  test('an offset or limit that is no number is a parameter error', async () => {
    const answer = await bridge.request('GET', 'calls?limit=many');
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.text).toBe(`${declaration}<failureDetails><parameterError parameter="limit" error="invalidValue" /></failureDetails>`);
  });

  test('filters narrow a list, in any case of their names', async () => {
    expect(idsOf(await bridge.get('participants?FILTER=room%201'), 'participant')).toEqual([room]);
    const cbcms1 = idsOf(await bridge.get('callBridges'), 'callBridge')[0];
    expect(idsOf(await bridge.get(`participants?callbridgefilter=${cbcms1}`), 'participant')).toEqual([room]);
    expect(idsOf(await bridge.get(`callLegs?participantFilter=${room}`), 'callLeg')).toEqual([room]);
    expect(await bridge.get(`calls?coSpaceFilter=${unknownId}`)).toBe('<calls total="0"></calls>');
  });
});

describe('refusals', () => {
  test.each([
    ['GET', `calls/${unknownId}`, 400, 'callDoesNotExist'],
    ['GET', `participants/${unknownId}`, 400, 'participantDoesNotExist'],
    ['GET', `callLegs/${unknownId}`, 400, 'callLegDoesNotExist'],
    ['GET', `coSpaces/${unknownId}`, 400, 'coSpaceDoesNotExist'],
    ['GET', `callBridges/${unknownId}`, 400, 'callBridgeDoesNotExist'],
    ['PUT', `calls/${unknownId}`, 400, 'callDoesNotExist'],
    ['POST', `calls/${unknownId}/participants`, 400, 'callDoesNotExist'],
    ['POST', 'system/profiles', 400, 'invalidOperation'],
    ['PATCH', 'calls', 400, 'invalidOperation'],
    ['GET', 'nonsense', 404, 'unrecognisedObject'],
    ['GET', 'calls/a/b/c/d', 404, 'unrecognisedObject'],
    ['GET', '', 404, 'unrecognisedObject'],
  ])('%s %s is %i %s', async (method, path, status, tag) => {
    const answer = await bridge.request(method, path, method === 'GET' ? undefined : '');
    expect(answer).toMatchObject({ status, text: `${declaration}<failureDetails><${tag} /></failureDetails>` });
    expect(answer.headers.get('content-type')).toBe('text/xml');
  });

  test('a remote participant is not changed or dropped from here', async () => {
    const remote = idsOf(await bridge.get('participants'), 'participant').find((id) => id !== room) ?? '';
    const changed = await bridge.request('PUT', `participants/${remote}`, 'rxAudioMute=true');
    expect(changed.text).toContain('<participantCannotBeModified />');
    expect((await bridge.request('DELETE', `participants/${remote}`)).text).toContain('<participantCannotBeDeleted />');
  });

  test('more than one unreadable parameter is named', async () => {
    const answer = await bridge.request('PUT', `callLegs/${room}`, 'rxAudioMute=perhaps&layout=round');
    expect(answer.text).toContain('parameter="rxAudioMute"');
    expect(answer.text).toContain('parameter="layout"');
  });

  test('a body too large for any form, bytes that are no text and a request that is no HTTP are refused, and the bridge goes on', async () => {
    expect((await bridge.request('POST', 'calls', `name=${'x'.repeat(300_000)}`)).status).toBe(413);
    const odd = await bridge.request('PUT', `callLegs/${room}`, '%E0%A4%A&\u0000=%00&nameLabelOverride=%00%01ok');
    expect(odd.status).toBe(200);
    expect(valueOf(await bridge.get(`callLegs/${room}`), 'nameLabelOverride')).toBe('ok');
    await bridge.request('PUT', `callLegs/${room}`, 'nameLabelOverride=');
    const { port } = new URL(bridge.url);
    const heard = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end('\u0000\u0001garbage\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => resolve(text));
    });
    expect(heard).toMatch(/^HTTP\/1\.1 400/);
    expect((await bridge.request('GET', 'calls')).status).toBe(200);
  });
});

describe('changes', () => {
  test('paths and parameter names are taken in any case, with a slash at the end, whatever the content type', async () => {
    const answer = await bridge.request('PUT', `CALLLEGS/${room.toUpperCase()}/`, 'RXAUDIOMUTE=on', { 'content-type': 'application/json' });
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(valueOf(await bridge.get(`calllegs/${room}`), 'rxAudioMute')).toBe('true');
    await bridge.request('PUT', `callLegs/${room}`, 'rxAudioMute=off');
  });

  test('absent is unchanged, empty unsets', async () => {
    await bridge.request('PUT', `participants/${room}`, 'importance=7');
    await bridge.request('PUT', `participants/${room}`, 'layout=speakerOnly');
    expect(valueOf(await bridge.get(`participants/${room}`), 'importance')).toBe('7');
    await bridge.request('PUT', `participants/${room}`, 'importance=');
    expect(valueOf(await bridge.get(`participants/${room}`), 'importance')).toBeNull();
  });

  test('what is set on one bridge of a meeting holds on the other', async () => {
    await bridge.request('PUT', `calls/${call}`, 'locked=true');
    const other = emulatedBridge(emulator, 'cbcms2');
    const there = idsOf(await other.get('calls'), 'call')[0] ?? '';
    await expect.poll(async () => valueOf(await other.get(`calls/${there}`), 'locked')).toBe('true');
    await bridge.request('PUT', `calls/${call}`, 'locked=false');
  });

  test('a call made by the API stays while it is empty, and goes once it need not', async () => {
    const made = await bridge.request('POST', 'calls', 'name=Ad hoc');
    expect(made.headers.get('location')).toMatch(/^\/api\/v1\/calls\/[0-9a-f-]{36}$/);
    expect(valueOf(await bridge.get(`calls/${made.created}`), 'activeWhenEmpty')).toBe('true');
    expect((await bridge.request('PUT', `calls/${made.created}`, 'activeWhenEmpty=false')).status).toBe(200);
    expect((await bridge.request('GET', `calls/${made.created}`)).text).toContain('<callDoesNotExist />');
  });

  test('a call that the API makes in a space where a meeting runs on another bridge is part of that meeting', async () => {
    const other = emulatedBridge(emulator, 'cbcms3');
    const coSpace = valueOf(await bridge.get(`calls/${call}`), 'coSpace');
    const made = await other.request('POST', 'calls', `coSpace=${coSpace}`);
    const here = valueOf(await bridge.get(`calls/${call}`), 'callCorrelator');
    expect(valueOf(await other.get(`calls/${made.created}`), 'callCorrelator')).toBe(here);
    await expect.poll(async () => valueOf(await other.get(`calls/${made.created}`), 'numParticipantsRemote')).toBe('2');
    expect((await other.request('POST', 'calls', `coSpace=${coSpace}`)).created).toBe(made.created);
    await other.request('PUT', `calls/${made.created}`, 'activeWhenEmpty=false');
  });

  test('somebody who is dialled comes in by their address, in lower case', async () => {
    const made = await bridge.request('POST', `calls/${call}/participants`, 'remoteParty=Sip:Room9@Example.com&callBridge=');
    expect(made.headers.get('location')).toMatch(/^\/api\/v1\/participants\//);
    expect(valueOf(await bridge.get(`participants/${made.created}`), 'uri')).toBe('room9@example.com');
    await expect.poll(async () => valueOf(await bridge.get(`participants/${made.created}`), 'state')).toBe('connected');
    await bridge.request('DELETE', `participants/${made.created}`);
  });

  test('dropping the last participant ends the call', async () => {
    const { participant } = await addPerson(emulator, { kind: 'sip', name: 'Alone', numericId: '1008', callBridge: 'cbcms1' });
    const alone = valueOf(await bridge.get(`participants/${participant}`), 'call') ?? '';
    expect((await bridge.request('DELETE', `callLegs/${participant}`)).status).toBe(200);
    expect((await bridge.request('GET', `calls/${alone}`)).text).toContain('<callDoesNotExist />');
  });
});
