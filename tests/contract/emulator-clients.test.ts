import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { EventsClient, addPerson, askControl, emulatedBridge, idsOf, valueOf } from '../support/emulated-bridge';
import { freeBasePort } from '../support/free-port';
import type { EmulatedBridge } from '../support/emulated-bridge';
import { eventually } from '../support/eventually';
import { openSocket, rawRequest } from '../support/raw-http';

/** Habits of programs that were written for the product by others. Each of them works against the product as it is. */
const authorization = `Basic ${Buffer.from('api:emulator').toString('base64')}`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

let emulator: Emulator;
let bridge: EmulatedBridge;
let call: string;

beforeAll(async () => {
  emulator = await startEmulator({ basePort: await freeBasePort(), scenario: 'empty', tempo: { mediaDelayMs: 0, dialDelayMs: 5 } });
  bridge = emulatedBridge(emulator, 'cbcms1');
  for (let n = 1; n <= 10; n += 1) await addPerson(emulator, { kind: 'sip', name: `Room ${n}`, numericId: '1001', callBridge: 'cbcms1' });
  call = idsOf(await bridge.get('calls'), 'call')[0] ?? '';
});
afterAll(() => emulator.close());

describe('an API library', () => {
  test('that sends everything without credentials first is challenged, and its second try is carried out once', async () => {
    const request = { method: 'PUT', path: `/api/v1/calls/${call}`, body: 'messageText=first', headers: form };
    const challenge = await rawRequest(bridge.url, request);
    expect(challenge).toMatchObject({ status: 401, text: '', headers: { 'www-authenticate': 'Basic realm="acano"' } });
    expect(valueOf(await bridge.get(`calls/${call}`), 'messageText')).toBeNull();

    expect((await rawRequest(bridge.url, { ...request, headers: { ...form, authorization } })).status).toBe(200);
    expect(valueOf(await bridge.get(`calls/${call}`), 'messageText')).toBe('first');
  });

  test('that joins an address ending in a slash and a path beginning with one is understood', async () => {
    const answer = await rawRequest(bridge.url, { path: `//api/v1/calls/${call}`, headers: { authorization } });
    expect([answer.status, valueOf(answer.text, 'name')]).toEqual([200, 'Space 1']);
  });

  test('that cuts the name of a failure out of its answer by counting characters finds it', async () => {
    const { status, text } = await bridge.request('GET', 'coSpaces/00000000-0000-4000-8000-000000000000');
    expect([status, text.slice(38, -20)]).toEqual([400, 'coSpaceDoesNotExist']);
  });

  test('that takes the id of what it made from the last 36 characters of Location finds it there', async () => {
    const made = await bridge.request('POST', 'calls', 'name=made');
    const id = made.headers.get('location')?.slice(-36) ?? '';
    expect(valueOf(await bridge.get(`calls/${id}`), 'name')).toBe('made');
    await bridge.request('DELETE', `calls/${id}`);
  });

  test('that sends every filter it knows, most of them empty, gets what no filter would give', async () => {
    for (const path of ['calls?coSpaceFilter=', 'participants?filter=&callBridgeFilter=', 'callLegs?filter=&participantFilter=']) {
      expect(await bridge.get(`${path}&tenantFilter=`), path).toBe(await bridge.get(path.split('?')[0] ?? ''));
    }
  });

  test('that pages by what it got, asking for 10 each time, gets everything once', async () => {
    const names = new Set<string>();
    let total = Infinity;
    for (let offset = 0; offset < total; ) {
      const page = await bridge.get(`cospaces?offset=${offset}&limit=10`);
      total = Number(/total="(\d+)"/.exec(page)?.[1]);
      const found = idsOf(page, 'coSpace');
      found.forEach((id) => names.add(id));
      offset += found.length;
    }
    expect([names.size, total]).toEqual([8, 8]);
  });

  test('that looks for a space by its numeric id in a filter finds that one', async () => {
    const found = await bridge.get('coSpaces?filter=1003');
    expect([/total="(\d+)"/.exec(found)?.[1], valueOf(found, 'name')]).toEqual(['1', 'Space 3']);
  });

  test('that writes booleans as its language does is understood', async () => {
    for (const [written, locked] of [['True', 'true'], ['False', 'false'], ['on', 'true'], ['off', 'false']] as const) {
      expect((await bridge.request('PUT', `calls/${call}`, `locked=${written}`)).status, written).toBe(200);
      expect(valueOf(await bridge.get(`calls/${call}`), 'locked'), written).toBe(locked);
    }
  });

  test('that sends a form under another content type has it read as a form', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded; charset=ISO-8859-1', 'text/xml']) {
      await bridge.request('PUT', `calls/${call}`, `messageText=${encodeURIComponent(type)}`, { 'content-type': type });
      expect(valueOf(await bridge.get(`calls/${call}`), 'messageText')).toBe(type);
    }
  });
});

describe('a page of call quality', () => {
  test('that reads codec, loss, jitter, rate and size of what goes either way finds each of them', async () => {
    const leg = idsOf(await bridge.get('callLegs'), 'callLeg')[0] ?? '';
    const xml = await bridge.get(`callLegs/${leg}`);
    expect(valueOf(xml, 'localAddress')).toBe('space.1@webapp.com');
    for (const [stream, names] of Object.entries({ Audio: [], Video: ['width', 'height', 'frameRate'] })) {
      for (const way of ['rx', 'tx']) {
        const statistics = new RegExp(`<${way}${stream}[^>]*>(.*?)</${way}${stream}>`).exec(xml)?.[1] ?? '';
        for (const name of ['codec', 'packetLossPercentage', 'jitter', 'bitRate', ...names]) {
          expect(valueOf(statistics, name), `${way}${stream} ${name}`).toMatch(/^[\w.]+$/);
        }
      }
    }
  });
});

describe('a monitoring plug-in', () => {
  const elementsOf = (xml: string, parent: string) => {
    const inside = new RegExp(`<${parent}[^>]*>(.*)</${parent}>`).exec(xml)?.[1] ?? '';
    return [...inside.matchAll(/<(\w+)[^>]*>(.*?)<\/\1>/g)].map(([, name = '', content = '']) => ({ name, content }));
  };

  test('that adds up what each call says of itself gets whole numbers', async () => {
    const xml = await bridge.get(`calls/${call}`);
    for (const name of ['numParticipantsLocal', 'numParticipantsRemote', 'numCallLegs']) expect(valueOf(xml, name)).toMatch(/^\d+$/);
    const status = await bridge.get('system/status');
    for (const { name, content } of elementsOf(status, 'status').slice(-7)) expect(content, name).toMatch(/^\d+$/);
    expect([valueOf(status, 'activated'), valueOf(status, 'clusterEnabled')]).toEqual(['true', 'true']);
  });

  test('that takes the expiry of every licensed feature apart finds a date for each', async () => {
    const features = elementsOf(await bridge.get('system/licensing'), 'features');
    expect(features.length).toBeGreaterThan(5);
    for (const { name, content } of features) {
      expect(valueOf(content, 'status'), name).toBe('activated');
      expect(valueOf(content, 'expiry'), name).toMatch(/^\d{4}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{2}$/);
    }
  });

  test('that folds attributes and elements of a database node together finds each name once', async () => {
    const nodes = [...(await bridge.get('system/database')).matchAll(/<node ([^>]*)>(.*?)<\/node>/g)];
    expect(nodes).toHaveLength(3);
    for (const [, attributes = '', elements = ''] of nodes) {
      const names = [...attributes.matchAll(/(\w+)="/g), ...elements.matchAll(/<(\w+)>/g)].map(([, name]) => name);
      expect(names.sort()).toEqual(['hostname', 'master', 'syncBehind', 'up']);
    }
  });

  test('that tells since when an alarm is up reads its seconds', async () => {
    await askControl(emulator, 'PUT', '/call-bridges/cbcms3', { down: true });
    const soon = { timeout: 30_000 };
    await vi.waitFor(async () => expect(valueOf(await bridge.get('system/alarms'), 'activeTimeSeconds')).toMatch(/^\d+$/), soon);
    expect(valueOf(await bridge.get('system/alarms'), 'type')).toBe('callBridgeConnectionFailure');
    await askControl(emulator, 'PUT', '/call-bridges/cbcms3', { down: false });
    await vi.waitFor(async () => expect(await bridge.get('system/alarms')).toContain('total="0"'), soon);
  });

  test('that reads when licences were counted gets whole seconds of UTC', async () => {
    expect(valueOf(await bridge.get('system/multipartyLicensing'), 'timestamp')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });
});

describe('a control surface', () => {
  const pressed = { authorization: authorization.replace(' ', ''), ...form };

  test('that counts pages as total / 10 + 1 gets an empty last one with the same total', async () => {
    const last = await rawRequest(bridge.url, { path: '/api/v1/callLegs/?offset=10', headers: pressed });
    expect(last.text).toBe('<?xml version="1.0"?><callLegs total="10"></callLegs>');
  });

  test('that finds the call of a device reads its remote party before the call in each leg', async () => {
    const legs = [...(await bridge.get('calllegs')).matchAll(/<callLeg [^>]*>(.*?)<\/callLeg>/g)].map(([, leg = '']) => leg);
    expect(legs).toHaveLength(10);
    for (const leg of legs) expect(leg).toMatch(/<remoteParty>[^<]+<\/remoteParty>.*<call>[^<]+<\/call>/);
  });

  test('that mutes, unmutes and arranges everybody at once does so, but for those it leaves out', async () => {
    const people = idsOf(await bridge.get(`calls/${call}/participants`), 'participant');
    const [first = '', second = '', third = ''] = people;
    const everybody = (query: string, body: string) =>
      rawRequest(bridge.url, { method: 'PUT', path: `/api/v1/calls/${call}/participants/*${query}`, headers: pressed, body });
    const among = async (name: string, value: string) => {
      const legs = await Promise.all(people.map((id) => bridge.get(`callLegs/${id}`)));
      return people.filter((_, index) => valueOf(legs[index] ?? '', name) === value);
    };
    expect(await everybody('', 'layout=onePlusN')).toMatchObject({ status: 200, text: '' });
    expect(await among('chosenLayout', 'onePlusN')).toEqual(people);
    await everybody('', `rxAudioMute=on&filterIds=${first},${second}`);
    expect(await among('rxAudioMute', 'true')).toEqual(people.slice(2));
    await everybody(`?filterIds=${third.toUpperCase()}&mode=selected`, 'rxAudioMute=off');
    expect(await among('rxAudioMute', 'true')).toEqual(people.slice(3));
    await everybody('', 'rxAudioMute=false&nameLabelOverride=everybody');
    expect([await among('rxAudioMute', 'true'), await among('nameLabelOverride', 'everybody')]).toEqual([[], []]);
    for (const [body, name] of [[`filterIds=${Array.from({ length: 21 }, () => first).join()}`, 'filterIds'], ['mode=all', 'mode']] as const) {
      expect((await everybody('', body)).text).toContain(`parameter="${name}"`);
    }
  });

  test('that mutes, arranges and drops one person by the call leg does so', async () => {
    const { participant } = await addPerson(emulator, { kind: 'sip', name: 'Room 11', numericId: '1001', callBridge: 'cbcms1' });
    const leg = idsOf(await bridge.get(`participants/${participant}/callLegs`), 'callLeg')[0] ?? '';
    const press = (method: string, body?: string) => rawRequest(bridge.url, { method, path: `/api/v1/callLegs/${leg}`, headers: pressed, body });
    for (const body of ['rxAudioMute=true', 'rxVideoMute=true', 'chosenLayout=telepresence']) {
      expect(await press('PUT', body)).toMatchObject({ status: 200, text: '' });
    }
    const xml = await bridge.get(`callLegs/${leg}`);
    expect(['rxAudioMute', 'rxVideoMute', 'chosenLayout'].map((name) => valueOf(xml, name))).toEqual(['true', 'true', 'telepresence']);
    expect((await press('DELETE')).status).toBe(200);
    expect(await press('GET')).toMatchObject({ status: 400, text: expect.stringContaining('<callLegDoesNotExist />') });
  });
});

describe('a script that calls people together', () => {
  test('finds the space, starts its call, calls somebody by a leg of the call, and finds them among its legs', async () => {
    const space = idsOf(await bridge.get('coSpaces?filter=1005'), 'coSpace')[0] ?? '';
    expect((await bridge.request('POST', 'calls', `coSpace=${space}`)).status).toBe(200);
    const started = idsOf(await bridge.get(`calls?coSpacefilter=${space}`), 'call')[0] ?? '';
    expect(await bridge.get(`calls/${started}/calllegs/`)).toBe('<?xml version="1.0"?><callLegs total="0"></callLegs>');

    const called = await bridge.request('POST', `calls/${started}/callLegs`, 'remoteParty=Room@rooms.example');
    expect(called).toMatchObject({ status: 200, text: '' });
    expect(called.headers.get('location')).toMatch(/^\/api\/v1\/callLegs\//);
    const legs = await bridge.get(`calls/${started}/callLegs`);
    expect([idsOf(legs, 'callLeg'), valueOf(legs, 'remoteParty')]).toEqual([[called.created], 'room@rooms.example']);
    await eventually(async () => expect(valueOf(await bridge.get(`callLegs/${called.created}`), 'name')).toBe('Room'));
    expect((await bridge.request('DELETE', `calls/${started}`)).status).toBe(200);
  });

  test('is told what is wrong with a leg that calls nobody, and that a call is not there', async () => {
    for (const body of ['', 'remoteParty=', `remoteParty=${'x'.repeat(300)}`]) {
      const { status, text } = await bridge.request('POST', `calls/${call}/callLegs`, body);
      expect([status, text]).toEqual([400, expect.stringContaining('parameter="remoteParty"')]);
    }
    for (const method of ['GET', 'POST']) {
      const { text } = await bridge.request(method, 'calls/nowhere/callLegs', method === 'GET' ? undefined : 'remoteParty=a@b.example');
      expect(text).toContain('<callDoesNotExist />');
    }
  });
});

describe('a booking portal', () => {
  test('makes somebody a moderator, and back, by giving their leg another profile', async () => {
    const guests = await bridge.request('POST', 'callLegProfiles', 'rxAudioMute=true&defaultLayout=speakerOnly');
    const moderators = await bridge.request('POST', 'callLegProfiles', 'rxAudioMute=false&needsActivation=false&defaultLayout=allEqual');
    const { created } = await bridge.request('POST', `calls/${call}/callLegs`, `remoteParty=a@b.example&callLegProfile=${guests.created}`);
    const heard = async () => {
      const xml = await bridge.get(`callLegs/${created}`);
      return [valueOf(xml, 'rxAudioMute'), valueOf(xml, 'chosenLayout')];
    };
    expect(await heard()).toEqual(['true', 'speakerOnly']);
    await bridge.request('PUT', `callLegs/${created}`, `callLegProfile=${moderators.created}`);
    expect(await heard()).toEqual(['false', 'allEqual']);
    await bridge.request('PUT', `callLegs/${created}`, `callLegProfile=${guests.created}&rxAudioMute=off`);
    expect(await heard()).toEqual(['false', 'speakerOnly']);
    const { text } = await bridge.request('PUT', `callLegs/${created}`, 'callLegProfile=nowhere');
    expect(text).toContain('<callLegProfileDoesNotExist />');
    await bridge.request('DELETE', `callLegs/${created}`);
  });

  test('finds the spaces of a user, by the id that it reads in each entry, and members by theirs', async () => {
    const user = idsOf(await bridge.get('users?filter=user1@'), 'user')[0] ?? '';
    const space = valueOf(await bridge.get(`users/${user}/userCoSpaces`), 'coSpaceId') ?? '';
    const members = await bridge.get(`coSpaces/${space}/coSpaceUsers`);
    expect(members).toContain(`<userId>${user}</userId>`);
    const member = idsOf(members, 'coSpaceUser')[0] ?? '';
    const rights = await bridge.get(`coSpaces/${space}/coSpaceUsers/${member}`);
    for (const right of ['canDestroy', 'canAddRemoveMember', 'canChangeName', 'canRemoveSelf']) expect(valueOf(rights, right)).toMatch(/^(true|false)$/);
    expect(valueOf(await bridge.get(`users/${user}`), 'userJid')).toBe('user1@webapp.com');
  });

  test('writes back to a profile everything that it read from there, its id too', async () => {
    const { created } = await bridge.request('POST', 'callLegProfiles', 'needsActivation=true&sipMediaEncryption=optional');
    const before = await bridge.get(`callLegProfiles/${created}`);
    const read = [...before.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => `${name}=${value}`);
    expect((await bridge.request('PUT', `callLegProfiles/${created}`, [...read, `id=${created}`].join('&'))).status).toBe(200);
    expect(await bridge.get(`callLegProfiles/${created}`)).toBe(before);
  });

  test('makes a space with everything that it could say of it left empty, and is told of a number that is taken', async () => {
    const wanted = 'name=Booked&uri=7788&callId=7788&requireCallId=False&passcode=&defaultLayout=&secondaryUri=&tenant=&callLegProfile=';
    const { created } = await bridge.request('POST', 'coSpaces', wanted);
    const made = await bridge.get(`coSpaces/${created}`);
    expect(['uri', 'callId', 'passcode', 'callLegProfile'].map((name) => valueOf(made, name))).toEqual(['7788', '7788', null, null]);
    expect((await bridge.request('POST', 'coSpaces', wanted)).text).toMatch(/<failureDetails><duplicate\w+ \/>/);
    expect((await bridge.request('DELETE', `coSpaces/${created}`)).status).toBe(200);
  });
});

describe('an events subscriber', () => {
  test('that fetches a token every few seconds can still use the one before', async () => {
    const { headers } = await bridge.request('POST', 'authTokens');
    await bridge.request('POST', 'authTokens');
    const path = `/events/v1?authToken=${headers.get('x-cisco-cms-auth-token')}`;
    const socket = await openSocket(bridge.url, path, {});
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    socket.close();
  });

  test('that counts its messages from 0 and names things it need not name is served', async () => {
    const client = await EventsClient.open(bridge);
    const elements = ['updateType', 'call', 'name', 'participants', 'distributedInstances', 'recording', 'callType', 'callCorrelator'];
    client.say({ type: 'message', message: { messageId: 0, type: 'subscribeRequest', subscriptions: [{ index: 1, type: 'calls', elements }] } });
    await eventually(() => expect(client.updates(1)).toMatchObject([{ call, updateType: 'add', name: 'Space 1', participants: 10 }]));
    expect(client.acks).toEqual([{ messageId: 0, status: 'success' }]);
    client.socket.close();
  });

  test('that sends the same message id each time is acknowledged each time', async () => {
    const client = await EventsClient.open(bridge);
    for (let n = 1; n <= 3; n += 1) {
      client.say({ type: 'message', message: { messageId: 10, type: 'subscribeRequest', subscriptions: [{ index: 1, type: 'calls', elements: ['name'] }] } });
      await eventually(() => expect(client.acks).toHaveLength(n));
    }
    expect(new Set(client.acks.map(({ status }) => status))).toEqual(new Set(['success']));
    expect(client.updates(1)).toHaveLength(1);
    client.socket.close();
  });
});
