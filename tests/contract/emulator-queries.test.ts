import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { emulatedBridge, idsOf, valueOf } from '../support/emulated-bridge';
import type { EmulatedBridge } from '../support/emulated-bridge';

const unknownId = '00000000-0000-4000-8000-000000000000';
const declaration = '<?xml version="1.0"?>';

let emulator: Emulator;
let bridge: EmulatedBridge;
let older: EmulatedBridge;

beforeAll(async () => {
  const cluster = (name: string, version: string) => ({
    name,
    callBridges: [{ name: `cb.${name}`, version }],
    webBridges: [`web.${name}`],
    spaces: [{ name: 'Old space', numericId: '1001' }],
    users: [{ user: 'user1', name: 'Ana Ferreira', password: 'emulator' }],
  });
  const clusters = [cluster('new.example', '3.9'), cluster('older.example', '2.9')];
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', clusters });
  [bridge, older] = [emulatedBridge(emulator, 'cb.new.example'), emulatedBridge(emulator, 'cb.older.example')];
});
afterAll(() => emulator.close());

async function make(path: string, form: string): Promise<string> {
  const answer = await bridge.request('POST', path, form);
  expect(answer.status, answer.text).toBe(200);
  return answer.created;
}

test('an access query tells how an address or a number is reached', async () => {
  const answer = await bridge.request('POST', 'accessQuery', 'uri=Old.Space&callId=1001');
  expect(valueOf(answer.text, 'uri')).toBe('old.space@new.example');
  expect(valueOf(answer.text, 'webAddress')).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/meeting\/1001\?secret=/);
  expect((await bridge.request('POST', 'accessQuery', 'uri=nobody')).text).toBe(`${declaration}<accessQuery></accessQuery>`);
});

test('a query for the usage of an address tells who has it, a space by any of its addresses, within the tenant that is asked for', async () => {
  const usage = async (form: string): Promise<string> => (await bridge.request('POST', 'uriUsageQuery', form)).text;
  const answer = (...used: string[]): string => `${declaration}<uriUsageQuery>${used.join('')}</uriUsageQuery>`;
  const tenant = await make('tenants', 'name=Owner');
  const space = await make('coSpaces', `name=Used&uri=in.use&secondaryUri=second.in.use&tenant=${tenant}`);
  await make(`coSpaces/${space}/accessMethods`, 'uri=door.in.use');
  for (const uri of ['IN.use', 'second.in.use@new.example', 'door.in.use']) {
    expect(await usage(`uri=${uri}&tenant=${tenant.toUpperCase()}`), uri).toBe(answer(`<coSpaceId>${space}</coSpaceId>`));
    expect(await usage(`uri=${uri}`), uri).toBe(answer());
  }
  const [user] = idsOf(await bridge.get('users?filter=user1'), 'user');
  expect(await usage('uri=user1')).toBe(answer(`<userId>${user}</userId>`));
  expect([await usage(`uri=user1&tenant=${tenant}`), await usage(''), await usage('uri=nobody')]).toEqual([answer(), answer(), answer()]);
  expect(await usage(`uri=user1&tenant=${unknownId}`)).toContain('<tenantDoesNotExist />');
  await bridge.request('DELETE', `tenants/${tenant}`);
  expect(await usage('uri=in.use')).toBe(answer(`<coSpaceId>${space}</coSpaceId>`));
  await bridge.request('DELETE', `coSpaces/${space}`);
});

test('a space is found by its second address, and told that address', async () => {
  const space = await make('coSpaces', 'uri=first.one&secondaryUri=second.one');
  const { text } = await bridge.request('POST', 'accessQuery', 'uri=second.one@elsewhere.example');
  expect(valueOf(text, 'uri')).toBe('second.one@new.example');
  await bridge.request('DELETE', `coSpaces/${space}`);
});

test('no conversation is found, whatever its id', async () => {
  expect(await bridge.get('conversationIdQuery?conversationId=a%26b')).toBe(
    `${declaration}<conversationIdQuery><conversationId>a&amp;b</conversationId><found>false</found></conversationIdQuery>`,
  );
});

test('a web bridge follows its own profile, then that of its tenant, then that of the system, each setting for itself', async () => {
  const named = async (form: string): Promise<string> => make('webBridgeProfiles', form);
  const own = await named('name=Own&allowSecrets=false');
  const tenants = await named('name=Tenant&allowSecrets=true&allowPasscodes=false');
  const systems = await named('name=System&allowPasscodes=true&userPortalEnabled=false&resolveCoSpaceUris=off');
  const tenant = await make('tenants', `name=Owner&webBridgeProfile=${tenants}`);
  const [webBridge] = idsOf(await bridge.get('webBridges'), 'webBridge');
  const path = `webBridges/${webBridge}/effectiveWebBridgeProfile`;
  const flags = ['allowPasscodes', 'allowSecrets', 'userPortalEnabled', 'allowUnauthenticatedGuests'];
  const inForce = async (): Promise<(string | null)[]> => {
    const xml = await bridge.get(path);
    return flags.map((flag) => valueOf(xml, flag));
  };
  expect(await inForce()).toEqual(['true', 'true', 'true', 'true']);
  await bridge.request('PUT', 'system/profiles', `webBridgeProfile=${systems}`);
  expect(await inForce()).toEqual(['true', 'true', 'false', 'true']);
  await bridge.request('PUT', `webBridges/${webBridge}`, `tenant=${tenant}`);
  expect(await inForce()).toEqual(['false', 'true', 'false', 'true']);
  await bridge.request('PUT', `webBridges/${webBridge}`, `webBridgeProfile=${own}`);
  expect(await bridge.get(path)).toBe(
    `${declaration}<effectiveWebBridgeProfile><allowPasscodes>false</allowPasscodes><allowSecrets>false</allowSecrets>` +
      '<userPortalEnabled>false</userPortalEnabled><allowUnauthenticatedGuests>true</allowUnauthenticatedGuests>' +
      '<resolveCoSpaceCallIds>true</resolveCoSpaceCallIds><resolveCoSpaceUris>off</resolveCoSpaceUris></effectiveWebBridgeProfile>',
  );
  await bridge.request('DELETE', `tenants/${tenant}`);
  for (const id of [own, tenants, systems]) await bridge.request('DELETE', `webBridgeProfiles/${id}`);
  expect(await inForce()).toEqual(['true', 'true', 'true', 'true']);
  expect(await bridge.get(`webBridges/${unknownId}/effectiveWebBridgeProfile`)).toContain('<webBridgeDoesNotExist />');
  const [old] = idsOf(await older.get('webBridges'), 'webBridge');
  expect((await older.request('GET', `webBridges/${old}/effectiveWebBridgeProfile`)).status).toBe(404);
});
