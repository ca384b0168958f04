import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { addPerson, askControl, emulatedBridge, idsOf, valueOf } from '../support/emulated-bridge';
import type { BridgeAnswer, EmulatedBridge } from '../support/emulated-bridge';

const unknownId = '00000000-0000-4000-8000-000000000000';
const declaration = '<?xml version="1.0"?>';

let emulator: Emulator;
let bridge: EmulatedBridge;
let older: EmulatedBridge;
let oldest: EmulatedBridge;

beforeAll(async () => {
  const cluster = (version: string, name: string, bridges: string[]) => ({
    name,
    callBridges: bridges.map((bridgeName) => ({ name: bridgeName, version })),
    webBridges: [`${bridges[0]}-web`],
    spaces: [{ name: 'Old space', numericId: '1001' }],
    users: [
      { user: 'user1', name: 'Ana Ferreira', password: 'emulator' },
      { user: 'user2', name: 'Ben Ito', password: 'emulator' },
    ],
  });
  const clusters = [cluster('3.9', 'new.example', ['cb1', 'cb2']), cluster('3.1', 'older.example', ['older']), cluster('2.9', 'oldest.example', ['oldest'])];
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', tempo: { mediaDelayMs: 0 }, clusters });
  [bridge, older, oldest] = [emulatedBridge(emulator, 'cb1'), emulatedBridge(emulator, 'older'), emulatedBridge(emulator, 'oldest')];
});
afterAll(() => emulator.close());

async function make(path: string, form = '', on = bridge): Promise<string> {
  const answer = await on.request('POST', path, form);
  expect(answer, `${path} ${form} ${answer.text}`).toMatchObject({ status: 200, text: '' });
  return answer.created;
}

const failure = (...elements: string[]): string => `${declaration}<failureDetails>${elements.map((one) => `<${one} />`).join('')}</failureDetails>`;
const invalid = (name: string): string => `parameterError parameter="${name}" error="invalidValue"`;

function expectRefused(answer: BridgeAnswer, ...elements: string[]): void {
  expect(answer).toMatchObject({ status: 400, text: failure(...elements) });
}

/** Every kind that can be made alone: its collection, the element of one object, and a form that makes one. */
const plainKinds = [
  ['coSpaces', 'coSpace', 'name=Round'],
  ['callLegProfiles', 'callLegProfile', 'name=Round'],
  ['callProfiles', 'callProfile', 'name=Round'],
  ['compatibilityProfiles', 'compatibilityProfile', 'name=Round'],
  ['dtmfProfiles', 'dtmfProfile', 'name=Round'],
  ['userProfiles', 'userProfile', 'name=Round'],
  ['callBrandingProfiles', 'callBrandingProfile', 'name=Round'],
  ['ivrBrandingProfiles', 'ivrBrandingProfile', 'name=Round'],
  ['dialInSecurityProfiles', 'dialInSecurityProfile', 'name=Round'],
  ['webBridgeProfiles', 'webBridgeProfile', 'name=Round'],
  ['tenants', 'tenant', 'name=Round'],
  ['callBridgeGroups', 'callBridgeGroup', 'name=Round'],
] as const;

describe('every kind of object', () => {
  test.each(plainKinds)('%s are made, listed, read, changed and deleted', async (collection, entry, form) => {
    const before = Number(/total="(\d+)"/.exec(await bridge.get(collection))?.[1]);
    const made = await bridge.request('POST', collection, form);
    expect(made).toMatchObject({ status: 200, text: '' });
    expect(made.headers.get('location')).toMatch(new RegExp(`^/api/v1/${collection}/[0-9a-f]{8}-[0-9a-f-]{27}$`));
    const list = await bridge.get(`${collection}?filter=`);
    expect(list).toMatch(new RegExp(`^<\\?xml version="1\\.0"\\?><${collection} total="${before + 1}"><${entry} id="`));
    expect(idsOf(list, entry)).toContain(made.created);
    expect(await bridge.request('PUT', `${collection}/${made.created}`, 'name=Square')).toMatchObject({ status: 200, text: '' });
    expect(await bridge.get(`${collection}/${made.created}`)).toMatch(new RegExp(`^<\\?xml version="1\\.0"\\?><${entry} id="${made.created}"><name>Square</name>`));
    expect(await bridge.request('DELETE', `${collection}/${made.created}`)).toMatchObject({ status: 200, text: '' });
    expectRefused(await bridge.request('GET', `${collection}/${made.created}`), `${entry}DoesNotExist`);
  });

  test('an empty collection is an element with a total of 0 and nothing in it', async () => {
    expect(await bridge.get('tenantGroups')).toBe(`${declaration}<tenantGroups total="0"></tenantGroups>`);
  });

  test('a filter narrows the list to what holds the text, whatever its case; an offset past the end leaves the total', async () => {
    const ids = await Promise.all(['Filter one', 'filter TWO'].map((name) => make('coSpaces', `name=${name}`)));
    expect(idsOf(await bridge.get('coSpaces?filter=FILTER%20t'), 'coSpace')).toEqual([ids[1]]);
    expect(await bridge.get('coSpaces?filter=filter&offset=2')).toBe(`${declaration}<coSpaces total="2"></coSpaces>`);
    for (const id of ids) await bridge.request('DELETE', `coSpaces/${id}`);
  });

  test('a page holds 20 spaces and 10 of most others, whatever the limit', async () => {
    const spaces = await Promise.all(Array.from({ length: 22 }, (_, number) => make('coSpaces', `name=Page ${number}`)));
    const profiles = await Promise.all(Array.from({ length: 12 }, (_, number) => make('callLegProfiles', `name=Page ${number}`)));
    expect(idsOf(await bridge.get('coSpaces?filter=page&limit=1000'), 'coSpace')).toHaveLength(20);
    expect(idsOf(await bridge.get('coSpaces?filter=page&offset=20'), 'coSpace')).toHaveLength(2);
    expect(idsOf(await bridge.get('callLegProfiles?limit=1000'), 'callLegProfile')).toHaveLength(10);
    for (const id of spaces) await bridge.request('DELETE', `coSpaces/${id}`);
    for (const id of profiles) await bridge.request('DELETE', `callLegProfiles/${id}`);
  });

  test('what one bridge is told holds on every bridge of its cluster, and on no other', async () => {
    const id = await make('coSpaces', 'name=Shared');
    expect(valueOf(await emulatedBridge(emulator, 'cb2').get(`coSpaces/${id}`), 'name')).toBe('Shared');
    expectRefused(await older.request('GET', `coSpaces/${id}`), 'coSpaceDoesNotExist');
    await bridge.request('DELETE', `coSpaces/${id}`);
  });
});

describe('forms', () => {
  test('bare keys, any case of names, any content type and a path with a slash at its end are taken; unknown names are ignored', async () => {
    const answer = await bridge.request('POST', 'COSPACES/', 'NAME=Loose&bogus&uri=Loose.Room', { 'content-type': 'application/json; charset=ISO-8859-1' });
    expect(answer.status).toBe(200);
    const xml = await bridge.get(`cospaces/${answer.created.toUpperCase()}/`);
    expect([valueOf(xml, 'name'), valueOf(xml, 'uri'), valueOf(xml, 'bogus')]).toEqual(['Loose', 'loose.room', null]);
    await bridge.request('DELETE', `coSpaces/${answer.created}`);
  });

  test('absent leaves a value, empty unsets it; what has a default goes back to it', async () => {
    const id = await make('coSpaces', 'name=Kept&cdrTag=tag&nonMemberAccess=false');
    await bridge.request('PUT', `coSpaces/${id}`, 'cdrTag=&nonMemberAccess');
    const xml = await bridge.get(`coSpaces/${id}`);
    expect([valueOf(xml, 'name'), valueOf(xml, 'cdrTag'), valueOf(xml, 'nonMemberAccess')]).toEqual(['Kept', null, 'true']);
    await bridge.request('DELETE', `coSpaces/${id}`);
  });

  test.each([
    ['callLegProfiles', 'needsActivation=maybe', 'needsActivation'],
    ['callLegProfiles', 'defaultLayout=round', 'defaultLayout'],
    ['callProfiles', 'participantLimit=-1', 'participantLimit'],
    ['callProfiles', 'lockMode=none', 'lockMode'],
    ['coSpaces', `cdrTag=${'x'.repeat(101)}`, 'cdrTag'],
    ['coSpaces', 'panePlacementHighestImportance=2147483648', 'panePlacementHighestImportance'],
    ['tenants', '', 'name'],
    ['callBridges', 'address=https://x.example', 'name'],
    ['webBridges', 'url=', 'url'],
    ['coSpaces', 'streamUrl=https://cdn.example/live', 'streamUrl'],
  ])('%s with %s name the parameter that cannot be', async (collection, form, parameter) => {
    expectRefused(await bridge.request('POST', collection, form), invalid(parameter));
  });

  test('all parameters that cannot be are named, and nothing is kept', async () => {
    const id = await make('callProfiles', 'participantLimit=5');
    expectRefused(await bridge.request('PUT', `callProfiles/${id}`, 'participantLimit=7&locked=perhaps&recordingMode=loud'), invalid('locked'), invalid('recordingMode'));
    expect(valueOf(await bridge.get(`callProfiles/${id}`), 'participantLimit')).toBe('5');
    await bridge.request('DELETE', `callProfiles/${id}`);
  });
});

describe('failures', () => {
  test.each([
    ['GET', `coSpaces/${unknownId}/accessMethods`, '', 'coSpaceDoesNotExist'],
    ['POST', `coSpaces/${unknownId}/accessMethods`, 'name=x', 'coSpaceDoesNotExist'],
    ['GET', `coSpaces/${unknownId}/coSpaceUsers`, '', 'coSpaceDoesNotExist'],
    ['GET', `coSpaces/${unknownId}/meetingEntryDetail`, '', 'coSpaceDoesNotExist'],
    ['GET', `coSpaces/${unknownId}/emailInvitation`, '', 'coSpaceDoesNotExist'],
    ['GET', `callLegProfiles/${unknownId}/usage`, '', 'callLegProfileDoesNotExist'],
    ['GET', `users/${unknownId}`, '', 'userDoesNotExist'],
    ['GET', `users/${unknownId}/usercoSpaces`, '', 'userDoesNotExist'],
    ['GET', `tenantGroups/${unknownId}`, '', 'tenantGroupDoesNotExist'],
    ['GET', `callBridges/${unknownId}`, '', 'callBridgeDoesNotExist'],
    ['GET', `webBridges/${unknownId}/status`, '', 'webBridgeDoesNotExist'],
    ['POST', 'coSpaces', `callLegProfile=${unknownId}`, 'callLegProfileDoesNotExist'],
    ['POST', 'coSpaces', `callProfile=${unknownId}`, 'callProfileDoesNotExist'],
    ['POST', 'coSpaces', `callBrandingProfile=${unknownId}`, 'callBrandingProfileDoesNotExist'],
    ['POST', 'coSpaces', `dialInSecurityProfile=${unknownId}`, 'dialInSecurityProfileDoesNotExist'],
    ['POST', 'coSpaces', `tenant=${unknownId}`, 'tenantDoesNotExist'],
    ['POST', 'coSpaces', 'ownerJid=nobody@new.example', 'userDoesNotExist'],
    ['POST', 'tenants', `name=x&tenantGroup=${unknownId}`, 'tenantGroupDoesNotExist'],
    ['POST', 'tenants', `name=x&userProfile=${unknownId}`, 'userProfileDoesNotExist'],
    ['POST', 'tenants', `name=x&dtmfProfile=${unknownId}`, 'dtmfProfileDoesNotExist'],
    ['POST', 'tenants', `name=x&ivrBrandingProfile=${unknownId}`, 'ivrBrandingProfileDoesNotExist'],
    ['POST', 'callBridges', `name=x&callBridgeGroup=${unknownId}`, 'callBridgeGroupDoesNotExist'],
    ['POST', 'webBridges', `url=c2w://x:9999&callBridge=${unknownId}`, 'callBridgeDoesNotExist'],
    ['POST', 'accessQuery', `uri=x&tenant=${unknownId}`, 'tenantDoesNotExist'],
    ['PUT', 'system/profiles', `compatibilityProfile=${unknownId}`, 'compatibilityProfileDoesNotExist'],
    ['PUT', 'system/profiles', `webBridgeProfile=${unknownId}`, 'webBridgeProfileDoesNotExist'],
    ['POST', 'callBridges', 'name=cb2', 'duplicateCallBridgeName'],
    ['POST', 'coSpaces', 'callId=1001', 'duplicateCoSpaceId'],
    ['POST', 'coSpaces', 'uri=OLD.space', 'duplicateCoSpaceUri'],
    ['POST', 'coSpaces', 'secondaryUri=old.space', 'duplicateCoSpaceUri'],
    ['POST', 'users', 'userJid=user9@new.example', 'invalidOperation'],
    ['DELETE', `users/${unknownId}`, '', 'invalidOperation'],
    ['POST', 'system/profiles', '', 'invalidOperation'],
    ['DELETE', 'system/configuration/cluster', '', 'invalidOperation'],
  ])('%s %s with "%s" is refused with %s', async (method, path, form, tag) => {
    expectRefused(await bridge.request(method, path, method === 'GET' ? undefined : form), tag);
  });

  test.each(['ldapServers', 'ldapSources', 'outboundDialPlanRules', 'ivrs', 'layoutTemplates', 'recorders', 'coSpaces/x/y'])(
    '%s is not there: an unknown node',
    async (path) => {
      expect(await bridge.request('GET', path)).toMatchObject({ status: 404, text: failure('unrecognisedObject') });
    },
  );
});

describe('ways into a space', () => {
  test('a space that can be dialled by number gets a secret of 22 characters, and another when it is told to', async () => {
    const silent = await make('coSpaces', 'name=Silent');
    expect(valueOf(await bridge.get(`coSpaces/${silent}`), 'secret')).toBeNull();
    const id = await make('coSpaces', 'name=Secret&callId=7001&requireCallId=true');
    const secret = valueOf(await bridge.get(`coSpaces/${id}`), 'secret');
    expect(secret).toMatch(/^[\w.]{22}$/);
    await bridge.request('PUT', `coSpaces/${id}`, 'regenerateSecret=true');
    const next = valueOf(await bridge.get(`coSpaces/${id}`), 'secret');
    expect(next).toMatch(/^[\w.]{22}$/);
    expect(next).not.toBe(secret);
    expect(await bridge.get(`coSpaces/${id}`)).not.toContain('<requireCallId>');
    for (const made of [silent, id]) await bridge.request('DELETE', `coSpaces/${made}`);
  });

  test('requireCallId has a numeric id made up for a space without one', async () => {
    const id = await make('coSpaces', 'name=Numbered&requireCallId=true');
    expect(valueOf(await bridge.get(`coSpaces/${id}`), 'callId')).toMatch(/^\d{9}$/);
    await bridge.request('DELETE', `coSpaces/${id}`);
  });

  test('ways into one space may share address and number while their passcodes differ, and no two have one secret', async () => {
    const id = await make('coSpaces', 'name=Many ways&uri=ways&callId=7002&passcode=1');
    const path = `coSpaces/${id}/accessMethods`;
    const method = await make(path, 'name=Hosts&callId=7002&uri=ways&passcode=2&secret=abc');
    expect(valueOf(await bridge.get(`coSpaces/${id}`), 'numAccessMethods')).toBe('1');
    expectRefused(await bridge.request('POST', path, 'callId=7002&passcode=2'), 'duplicateCoSpaceIdPasscode');
    expectRefused(await bridge.request('POST', path, 'uri=ways&passcode=1'), 'duplicateCoSpaceUriPasscode');
    expectRefused(await bridge.request('POST', path, 'callId=7003&secret=abc'), 'duplicateCoSpaceSecret');
    expectRefused(await bridge.request('PUT', `${path}/${method}`, 'callId=1001'), 'duplicateCoSpaceId');
    expect(await bridge.request('PUT', `${path}/${method}`, 'passcode=3')).toMatchObject({ status: 200 });
    for (const [passcode, status] of [['1', 201], ['3', 201], ['2', 409]] as const) {
      const person = { kind: 'web-app', name: 'Guest', numericId: '7002', passcode };
      const added = await askControl(emulator, 'POST', '/people', person);
      expect(added.status, passcode).toBe(status);
      await askControl(emulator, 'DELETE', `/people/${added.body['participant']}`);
    }
    await bridge.request('DELETE', `coSpaces/${id}`);
    expectRefused(await bridge.request('GET', `${path}/${method}`), 'coSpaceDoesNotExist');
  });

  test('an access method is found under its own space only', async () => {
    const spaces = [await make('coSpaces', 'name=A'), await make('coSpaces', 'name=B')];
    const method = await make(`coSpaces/${spaces[0]}/accessMethods`, 'name=Door');
    expectRefused(await bridge.request('GET', `coSpaces/${spaces[1]}/accessMethods/${method}`), 'accessMethodDoesNotExist');
    for (const id of spaces) await bridge.request('DELETE', `coSpaces/${id}`);
  });

  test('a passcode shorter than the nearest dial-in security profile wants is refused', async () => {
    const profile = await make('dialInSecurityProfiles', 'name=Long&minPasscodeLength=6');
    expectRefused(await bridge.request('POST', 'coSpaces', `name=x&passcode=12345&dialInSecurityProfile=${profile}`), 'passcodeTooShort');
    const id = await make('coSpaces', `name=x&passcode=123456&dialInSecurityProfile=${profile}`);
    expectRefused(await bridge.request('POST', `coSpaces/${id}/accessMethods`, 'passcode=1'), 'passcodeTooShort');
    await bridge.request('DELETE', `coSpaces/${id}`);
    await bridge.request('DELETE', `dialInSecurityProfiles/${profile}`);
  });

  test('a space can be joined as soon as it is there, at a changed number as soon as it has it, and not once it is gone', async () => {
    const id = await make('coSpaces', 'name=Fresh&callId=7004');
    const room = { kind: 'sip', name: 'Room', callBridge: 'cb1' };
    const { participant } = await addPerson(emulator, { ...room, numericId: '7004' });
    await bridge.request('PUT', `coSpaces/${id}`, 'callId=7005');
    expect((await askControl(emulator, 'POST', '/people', { ...room, numericId: '7004' })).status).toBe(404);
    await addPerson(emulator, { kind: 'web-app', name: 'Guest', numericId: '7005', callBridge: 'cb1' });
    await bridge.request('DELETE', `coSpaces/${id}`);
    expect((await askControl(emulator, 'POST', '/people', { ...room, numericId: '7005' })).status).toBe(404);
    await bridge.request('DELETE', `calls/${valueOf(await bridge.get(`participants/${participant}`), 'call')}`);
  });
});

describe('members', () => {
  test('users are read only, and found by name, JID, email or tag', async () => {
    const [user1, user2] = idsOf(await bridge.get('users'), 'user');
    expect(await bridge.get(`users/${user1}`)).toBe(
      `${declaration}<user id="${user1}"><userJid>user1@new.example</userJid><name>Ana Ferreira</name>` +
        '<email>user1@new.example</email><authenticationId>user1</authenticationId></user>',
    );
    expect(idsOf(await bridge.get('users?filter=ana'), 'user')).toEqual([user1]);
    expect(idsOf(await bridge.get('users?emailFilter=user2@'), 'user')).toEqual([user2]);
    expectRefused(await bridge.request('PUT', `users/${user1}`, 'name=x'), 'invalidOperation');
  });

  test('a member is a user by their JID, once in a space, with rights that are false until they are given', async () => {
    const [user1] = idsOf(await bridge.get('users?filter=user1'), 'user');
    const space = await make('coSpaces', 'name=Team&ownerJid=USER2@new.example');
    expect(valueOf(await bridge.get(`coSpaces/${space}`), 'ownerId')).toBe(idsOf(await bridge.get('users?filter=user2'), 'user')[0]);
    const path = `coSpaces/${space}/coSpaceUsers`;
    const member = await make(path, 'userJid=User1@New.example&canChangeName=true');
    expect(await bridge.get(path)).toBe(
      `${declaration}<coSpaceUsers total="1"><coSpaceUser id="${member}"><userId>${user1}</userId>` +
        '<userJid>user1@new.example</userJid><autoGenerated>false</autoGenerated></coSpaceUser></coSpaceUsers>',
    );
    const xml = await bridge.get(`${path}/${member}`);
    expect([valueOf(xml, 'canChangeName'), valueOf(xml, 'canDestroy'), valueOf(xml, 'canPostMessage')]).toEqual(['true', 'false', null]);
    expectRefused(await bridge.request('POST', path, ''), invalid('userJid'));
    expectRefused(await bridge.request('POST', path, 'userJid=nobody@new.example'), 'userDoesNotExist');
    expectRefused(await bridge.request('POST', path, 'userJid=user1@new.example'), invalid('userJid'));
    expectRefused(await bridge.request('GET', `${path}/${unknownId}`), 'coSpaceUserDoesNotExist');
    await bridge.request('PUT', `${path}/${member}`, 'userJid=user2@new.example');
    expect(valueOf(await bridge.get(`${path}/${member}`), 'userJid')).toBe('user1@new.example');
    expect(await bridge.get(`users/${user1}/usercoSpaces`)).toContain(`<userCoSpaces total="1"><userCoSpace id="${space}">`);
    await bridge.request('DELETE', `coSpaces/${space}`);
    expect(await bridge.get(`users/${user1}/userCoSpaces`)).toBe(`${declaration}<userCoSpaces total="0"></userCoSpaces>`);
  });
});

describe('what refers to each other', () => {
  test('deleting a profile leaves nobody who names it', async () => {
    const profile = await make('callLegProfiles', 'name=Gone soon');
    const space = await make('coSpaces', `name=User of it&callLegProfile=${profile}`);
    const method = await make(`coSpaces/${space}/accessMethods`, `callLegProfile=${profile.toUpperCase()}`);
    await bridge.request('PUT', 'system/profiles', `callLegProfile=${profile}`);
    expect(valueOf(await bridge.get('system/profiles'), 'callLegProfile')).toBe(profile);
    expect(idsOf(await bridge.get(`coSpaces?callLegProfileFilter=${profile}`), 'coSpace')).toEqual([space]);
    await bridge.request('DELETE', `callLegProfiles/${profile}`);
    for (const path of [`coSpaces/${space}`, `coSpaces/${space}/accessMethods/${method}`, 'system/profiles']) {
      expect(valueOf(await bridge.get(path), 'callLegProfile'), path).toBeNull();
    }
    expect(await bridge.get('system/profiles')).toBe(`${declaration}<profiles></profiles>`);
    await bridge.request('DELETE', `coSpaces/${space}`);
  });

  test('usage tells who names a call leg profile, and usageFilter which are named at all', async () => {
    const [used, unused] = [await make('callLegProfiles', 'name=Used'), await make('callLegProfiles', 'name=Unused')];
    const space = await make('coSpaces', `callLegProfile=${used}`);
    const usage = await bridge.get(`callLegProfiles/${used}/usage`);
    expect(usage).toContain(`<coSpaces total="1"><coSpace id="${space}"></coSpace></coSpaces>`);
    expect(usage).toContain('<tenants total="0"></tenants>');
    expect(idsOf(await bridge.get('callLegProfiles?usageFilter=referenced'), 'callLegProfile')).toEqual([used]);
    expect(idsOf(await bridge.get('callLegProfiles?usageFilter=unreferenced'), 'callLegProfile')).toEqual([unused]);
    await bridge.request('DELETE', `coSpaces/${space}`);
    for (const id of [used, unused]) await bridge.request('DELETE', `callLegProfiles/${id}`);
  });
});

describe('the nodes of a cluster', () => {
  test('a group that does not balance leaves callers where they come in, and is not asked to call anybody', async () => {
    const [group] = idsOf(await bridge.get('callBridgeGroups'), 'callBridgeGroup');
    await askControl(emulator, 'PUT', '/call-bridges/cb1', { load: 50 });
    const { participant, callBridge } = await addPerson(emulator, { kind: 'sip', name: 'Balanced', numericId: '1001' });
    expect(callBridge).toBe('cb2');
    await askControl(emulator, 'DELETE', `/people/${participant}`);
    await bridge.request('PUT', `callBridgeGroups/${group}`, 'loadBalancingEnabled=false&loadBalanceOutgoingCalls=false');
    const call = await make('calls', 'name=Alone');
    const dialled = await bridge.request('POST', `calls/${call}/participants`, 'remoteParty=room@x.example');
    expect(valueOf(await bridge.get(`participants/${dialled.created}`), 'callBridge')).toBeNull();
    expectRefused(await bridge.request('POST', `calls/${call}/participants`, `remoteParty=a@x.example&callBridgeGroup=${group}`), 'loadBalancingDisabled');
    await bridge.request('PUT', `callBridgeGroups/${group}`, 'loadBalancingEnabled=true&loadBalanceOutgoingCalls=true');
    await bridge.request('DELETE', `calls/${call}`);
    await askControl(emulator, 'PUT', '/call-bridges/cb1', { load: null });
  });

  test('each bridge has settings of its own', async () => {
    const second = emulatedBridge(emulator, 'cb2');
    await bridge.request('PUT', 'system/configuration/cluster', 'loadLimit=700000&newConferenceLoadLimitBasisPoints=6000');
    expect(await bridge.get('system/configuration/cluster')).toBe(
      `${declaration}<cluster><uniqueName>cb1</uniqueName><loadLimit>700000</loadLimit>` +
        '<newConferenceLoadLimitBasisPoints>6000</newConferenceLoadLimitBasisPoints>' +
        '<existingConferenceLoadLimitBasisPoints>8000</existingConferenceLoadLimitBasisPoints></cluster>',
    );
    expect(valueOf(await second.get('system/configuration/cluster'), 'uniqueName')).toBe('cb2');
    expect(valueOf(await second.get('system/configuration/cluster'), 'loadLimit')).toBeNull();
  });

  test('a bridge whose people reach its participant limit, or its load limit, takes nobody more', async () => {
    const path = 'system/configuration/cluster';
    const caller = async (name: string, where: { callBridge?: string } = {}) => askControl(emulator, 'POST', '/people', { kind: 'sip', name, numericId: '1001', ...where });
    const first = await caller('First', { callBridge: 'cb1' });
    for (const limit of ['participantLimit=1', 'loadLimit=1000']) {
      await bridge.request('PUT', path, limit);
      expect(await caller('Refused', { callBridge: 'cb1' }), limit).toMatchObject({ status: 409, body: { code: 'no-capacity' } });
      const next = await caller('Next');
      expect(next.body['callBridge'], limit).toBe('cb2');
      await askControl(emulator, 'DELETE', `/people/${next.body['participant']}`);
      await bridge.request('PUT', path, 'participantLimit=&loadLimit=');
    }
    await askControl(emulator, 'DELETE', `/people/${first.body['participant']}`);
  });

  test('from which load on a new meeting goes elsewhere is a setting of the bridge', async () => {
    await askControl(emulator, 'PUT', '/call-bridges/cb1', { load: 30 });
    await emulatedBridge(emulator, 'cb2').request('PUT', 'system/configuration/cluster', 'newConferenceLoadLimitBasisPoints=0');
    const near = await addPerson(emulator, { kind: 'sip', name: 'Near', numericId: '1001' });
    await askControl(emulator, 'DELETE', `/people/${near.participant}`);
    await bridge.request('PUT', 'system/configuration/cluster', 'existingConferenceLoadLimitBasisPoints=3000');
    const far = await addPerson(emulator, { kind: 'sip', name: 'Far', numericId: '1001' });
    await askControl(emulator, 'DELETE', `/people/${far.participant}`);
    expect([near.callBridge, far.callBridge]).toEqual(['cb1', 'cb2']);
    await emulatedBridge(emulator, 'cb2').request('PUT', 'system/configuration/cluster', 'newConferenceLoadLimitBasisPoints=');
    await bridge.request('PUT', 'system/configuration/cluster', 'existingConferenceLoadLimitBasisPoints=');
    await askControl(emulator, 'PUT', '/call-bridges/cb1', { load: null });
  });

  test('a web bridge says whether this bridge is connected to it; one that is none of the emulator\'s is not', async () => {
    const own = idsOf(await bridge.get('webBridges'), 'webBridge')[0];
    expect(valueOf(await bridge.get(`webBridges/${own}/status`), 'status')).toBe('success');
    const stranger = await make('webBridges', 'url=c2w://elsewhere.example:9999');
    expect(valueOf(await bridge.get(`webBridges/${stranger}/status`), 'status')).toBe('connectionFailure');
    expect(await bridge.get('system/alarms')).toContain('<type>c2wConnectionFailure</type>');
    await bridge.request('DELETE', `webBridges/${stranger}`);
    expect(await bridge.get('system/alarms')).toBe(`${declaration}<alarms total="0"></alarms>`);
  });

  test('database and licences are shown as clients of either habit read them', async () => {
    const database = await bridge.get('system/database');
    expect(database).toContain('<database clustered="enabled"><cluster>');
    expect(database).toContain('<node hostname="cb1" up="true" syncBehind="0" master="true"></node>');
    expect(await older.get('system/database')).toBe(`${declaration}<database clustered="disabled"></database>`);
    const licensing = await bridge.get('system/licensing');
    for (const feature of ['callBridge', 'webBridge', 'recording', 'personal', 'shared']) {
      expect(licensing).toContain(`<${feature}><status>activated</status><expiry>2100-Jan-01</expiry>`);
    }
    expect(valueOf(await bridge.get('system/multipartyLicensing'), 'weightedCallsActive')).toMatch(/^\d+\.\d{3}$/);
    expect(await bridge.get('clusterLicensing')).toContain('<customizations><status>activated</status>');
  });
});

describe('versions', () => {
  test.each(['dialInSecurityProfiles', 'webBridgeProfiles', 'clusterLicensing'])('%s came with 3.0', async (path) => {
    expect((await older.request('GET', path)).status).toBe(200);
    expect(await oldest.request('GET', path)).toMatchObject({ status: 404, text: failure('unrecognisedObject') });
  });

  test('the message board of a space went with 3.0, the invitation came with 3.2', async () => {
    const [old] = idsOf(await oldest.get('coSpaces'), 'coSpace');
    expect(await oldest.request('POST', `coSpaces/${old}/messages`, 'message=Hello&from=Ana')).toMatchObject({ status: 200, text: '' });
    expectRefused(await oldest.request('POST', `coSpaces/${old}/messages`, 'from=Ana'), invalid('message'));
    expect((await oldest.request('DELETE', `coSpaces/${old}/messages`, 'minAge=10')).status).toBe(200);
    const [young] = idsOf(await older.get('coSpaces'), 'coSpace');
    expect((await older.request('POST', `coSpaces/${young}/messages`, 'message=Hello')).status).toBe(404);
    expect((await older.request('GET', `coSpaces/${young}/emailInvitation`)).status).toBe(404);
    const [youngest] = idsOf(await bridge.get('coSpaces'), 'coSpace');
    expect(valueOf(await bridge.get(`coSpaces/${youngest}/emailInvitation`), 'invitation')).toContain('Meeting number: 1001');
    expect(valueOf(await bridge.get(`coSpaces/${youngest}/meetingEntryDetail`), 'callId')).toBe('1001');
  });

  test('a parameter of a later version is ignored like any unknown one, and one that went is shown no longer', async () => {
    const form = 'name=x&chatAllowed=notEvenABoolean&messageBoardEnabled=true&sipStreamerUri=s@x.example';
    const old = await oldest.get(`callProfiles/${await make('callProfiles', form, oldest)}`);
    expect([valueOf(old, 'chatAllowed'), valueOf(old, 'messageBoardEnabled'), valueOf(old, 'sipStreamerUri')]).toEqual([null, 'true', null]);
    const young = await older.get(`callProfiles/${await make('callProfiles', form, older)}`);
    expect([valueOf(young, 'messageBoardEnabled'), valueOf(young, 'sipStreamerUri')]).toEqual([null, 's@x.example']);
    expectRefused(await bridge.request('POST', 'callProfiles', form), invalid('chatAllowed'));
  });
});
