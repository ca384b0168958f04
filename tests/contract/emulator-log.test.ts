import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator } from '@/server/emulator/emulator';
import type { Emulator } from '@/server/emulator/emulator';
import { addPerson, askControl, emulatedBridge, valueOf, worldOf } from '../support/emulated-bridge';
import type { EmulatedBridge } from '../support/emulated-bridge';

let emulator: Emulator;
let bridge: EmulatedBridge;

beforeAll(async () => {
  emulator = await startEmulator({ basePort: 0, scenario: 'empty', tempo: { mediaDelayMs: 0, dialDelayMs: 0 } });
  bridge = emulatedBridge(emulator, 'cbcms2');
});
afterAll(() => emulator.close());

async function logOf(node: string, after = 0): Promise<{ number: number; text: string; facility: string }[]> {
  const { body } = await askControl(emulator, 'GET', `/log?node=${node}&after=${after}`);
  return body['lines'] as { number: number; text: string; facility: string }[];
}

test('a guest\'s move on one bridge is logged line by line as the product does it, each id the same in every line', async () => {
  const guest = await addPerson(emulator, { kind: 'web-app', name: 'User X', numericId: '1001', callBridge: 'cbcms2' });
  const room = await addPerson(emulator, { kind: 'sip', name: 'Room', numericId: '1002', callBridge: 'cbcms2' });
  const target = valueOf(await bridge.get(`participants/${room.participant}`), 'call') ?? '';
  const source = valueOf(await bridge.get(`participants/${guest.participant}`), 'call') ?? '';
  const before = await worldOf(emulator);
  const home = before.callBridges.find(({ name }) => name === 'cbcms2');
  const call = home?.calls.find(({ id }) => id === target);
  const former = home?.calls.find(({ id }) => id === source);
  const oldUser = home?.guests[0]?.user;
  const earlier = (await logOf('cbcms2')).map(({ text }) => text).join('\n');
  const after = (await logOf('cbcms2')).at(-1)?.number;

  const { created } = await bridge.request('POST', `calls/${target}/participants`, `movedParticipant=${guest.participant}&needsActivation=false`);
  await expect.poll(async () => (await logOf('cbcms2', after)).at(-1)?.text).toContain('via WB3');

  const lines = (await logOf('cbcms2', after)).map(({ text }) => text);
  const trace = /^API trace \d+: /.exec(lines[0] ?? '')?.[0];
  const newUser = /user ID "(guest\d+)"/.exec(lines.find((line) => line.startsWith('created guest account')) ?? '')?.[1];
  const request = /^guest login request \d+/.exec(lines.find((line) => line.startsWith('guest login')) ?? '')?.[0];
  const replace = `replace query for conference ${call?.correlator}:`;
  const load = "'cbcms2' (priority: 0, load level: 0, conference is running: 1)";
  const internal = new RegExp(`Space GUID: ${call?.coSpace} <--> Call Correlator GUID: ${call?.correlator} <--> Internal GUID: (\\S+)`).exec(earlier)?.[1];
  const [oldNumber, newNumber] = ['tearing down', 'allocated for'].map((words) => /^call \d+/.exec(lines.find((line) => line.includes(words)) ?? '')?.[0]);
  expect(lines.filter((line) => !line.includes("response from 'cbcms1'") && !line.includes("response from 'cbcms3'"))).toEqual([
    `${trace}POST for "/api/v1/calls/${target}/participants" (from 127.0.0.1)`,
    `${trace}content data size 75, type "application/x-www-form-urlencoded":`,
    `${trace} movedParticipant=${guest.participant.slice(0, 31)}`,
    `${trace}     ${guest.participant.slice(31)}&`,
    `${trace} needsActivation=false`,
    `move participant operation: moving WC3 participant ${guest.participant} (${oldUser}) (homed on this callbridge) to call ${target}`,
    `${request}: credential storage scheduled (queue length: 1)`,
    `created guest account with user ID "${newUser}"`,
    `${request}: credential storage executed`,
    `${request}: credential storage in progress`,
    `${request}: successfully stored credentials`,
    `${replace} response from ${load}`,
    `${replace} using local server ${load}`,
    `API call leg ${created} in call ${internal} (API call ${target})`,
    `127.0.0.1: API user "api" created new participant ${created}, call ${target}`,
    `${trace}sending 200 response, size 0`,
    `${trace}Location: /api/v1/participants/${created}`,
    `new session created for user "${newUser}"`,
    `instantiating user "${newUser}"`,
    `user "${oldUser}": deactivating due to session resource teardown`,
    `${oldNumber}: tearing down ("${oldUser}" conference media)`,
    `participant "${oldUser}" left space ${former?.coSpace} (Space 1)`,
    `${oldNumber}: destroying API call leg ${guest.participant}`,
    `removing guest account '${oldUser}' (name 'User X') on call drop`,
    `destroying guest account with user ID "${oldUser}"`,
    expect.stringMatching(/^conference \S+ destroyed$/),
    expect.stringContaining(`${newNumber}: allocated for ${newUser} / "User X" conference participation (`),
    `${newNumber}: configured - API call leg ${created}`,
    `${newNumber}: setting up combined RTP session for DTLS (combined media and control)`,
    `participant "${newUser}" joined space ${call?.coSpace} (Space 2)`,
    `participant "${newUser}" (${created}) joined conference ${internal} via WB3`,
  ]);
  expect(new Set([target, internal, call?.correlator]).size).toBe(3);
  await askControl(emulator, 'DELETE', `/people/${created}`);
});

test('a SIP leg\'s life is logged from the call to its end', async () => {
  const { created: call } = await bridge.request('POST', 'calls', 'name=Dial');
  const after = (await logOf('cbcms2')).at(-1)?.number;
  const wish = `callBridge=${(await worldOf(emulator)).callBridges.find(({ name }) => name === 'cbcms2')?.id}`;
  const { created } = await bridge.request('POST', `calls/${call}/participants`, `remoteParty=desk@rooms.example&${wish}`);
  await expect.poll(async () => valueOf(await bridge.get(`participants/${created}`), 'state')).toBe('connected');
  await bridge.request('DELETE', `participants/${created}`);
  const texts = (await logOf('cbcms2', after)).map(({ text }) => text).filter((text) => /^call \d+: /.test(text));
  expect(texts.map((text) => text.replace(/^call \d+: /, ''))).toEqual([
    'outgoing SIP call to "desk@rooms.example" from space "Dial"',
    'SIP call ringing',
    `configured - API call leg ${created}`,
    'ending; local SIP teardown - connected for 0:00',
    `destroying API call leg ${created}`,
  ]);
});

test('locking a meeting and ending it are logged under the conference\'s own id', async () => {
  const { created: call } = await bridge.request('POST', 'calls', `coSpace=${(await worldOf(emulator)).callBridges.flatMap(({ calls }) => calls)[0]?.coSpace}`);
  const after = (await logOf('cbcms2')).at(-1)?.number;
  await bridge.request('PUT', `calls/${call}`, 'locked=true');
  await bridge.request('PUT', `calls/${call}`, 'locked=false');
  await bridge.request('DELETE', `calls/${call}`);
  const texts = (await logOf('cbcms2', after)).map(({ text }) => text).filter((text) => text.startsWith('conference '));
  const conference = texts[0]?.split(/[ :]/)[1];
  expect(texts).toEqual([
    `conference ${conference}: lock state has changed to locked`,
    `conference ${conference}: lock state has changed to unlocked`,
    `conference ${conference} destroyed`,
  ]);
});
