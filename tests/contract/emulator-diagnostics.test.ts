import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { diagnosticsKept } from '@/server/emulator/call-bridge/log/diagnostics';
import { createCluster } from '@/server/emulator/create-cluster';
import type { TestCluster } from '@/server/emulator/create-cluster';
import { addPerson, emulatedBridge, idsOf, valueOf } from '../support/emulated-bridge';
import type { EmulatedBridge } from '../support/emulated-bridge';

const declaration = '<?xml version="1.0"?>';
const unknownId = '00000000-0000-4000-8000-000000000000';
let cluster: TestCluster;
let bridge: EmulatedBridge;

beforeAll(async () => {
  cluster = await createCluster();
  bridge = emulatedBridge(cluster, 'cb1');
});
afterAll(() => cluster.close());
afterEach(async () => {
  for (const id of idsOf(await bridge.get('calls'), 'call')) await bridge.request('DELETE', `calls/${id}`);
  while ((await taken()).length > 0) for (const id of await taken()) await bridge.request('DELETE', `system/diagnostics/${id}`);
});

const taken = async (filter = ''): Promise<string[]> => idsOf(await bridge.get(`system/diagnostics${filter}`), 'diagnostics');

/** Somebody in a space's meeting, and the call that they are in. */
async function meeting(name: string, numericId: string): Promise<{ participant: string; call: string; xml: string }> {
  const { participant } = await addPerson(cluster, { kind: 'sip', name, numericId, callBridge: 'cb1' });
  const call = valueOf(await bridge.get(`participants/${participant}`), 'call') ?? '';
  return { participant, call, xml: await bridge.get(`calls/${call}`) };
}

test('diagnostics of a call name its meeting and hold the lines of the log that concern it, newest first', async () => {
  const { participant, call, xml } = await meeting('Room', '1001');
  const other = await meeting('Stranger', '1002');
  await bridge.request('PUT', `calls/${call}`, 'locked=true');
  const { status, headers, created, text } = await bridge.request('POST', `calls/${call}/diagnostics`);
  expect([status, text, headers.get('location')]).toEqual([200, '', `/api/v1/system/diagnostics/${created}`]);
  const contents = await bridge.request('GET', `system/diagnostics/${created}/contents`);
  const [coSpace, correlator] = [valueOf(xml, 'coSpace'), valueOf(xml, 'callCorrelator')];
  expect(contents.headers.get('content-type')).toBe('text/plain');
  expect(contents.text).toMatch(new RegExp(`^Diagnostics ${created}:\n\n"Space 1" \\([0-9a-f-]{36}\\)\n  coSpace: ${coSpace}\n  correlator: ${correlator}\n\nRecent log messages:\n`));
  const lines = contents.text.split('\n').filter((line) => /^10:00:00\.000 Info {4}/.test(line));
  expect(contents.text).toContain(`\n${lines.length} most recent (of ${lines.length}) shown\n`);
  const at = (part: string) => lines.findIndex((line) => line.includes(part));
  expect(at('lock state has changed to locked')).toBeGreaterThan(-1);
  expect(at(`configured - API call leg ${participant}`)).toBeGreaterThan(at('lock state has changed to locked'));
  expect(at('incoming SIP call from "sip:room@rooms.example"')).toBeGreaterThan(at(`API call leg ${participant}`));
  expect([other.participant, other.call, 'stranger@'].map(at)).toEqual([-1, -1, -1]);
  expect(await bridge.get(`system/diagnostics/${created}`)).toBe(
    `${declaration}<diagnostics id="${created}"><label>Space 1</label><coSpace>${coSpace}</coSpace><callCorrelator>${correlator}</callCorrelator>` +
      `<timestamp>2026-01-15T10:00:00Z</timestamp><contentsSize>${Buffer.byteLength(contents.text)}</contentsSize></diagnostics>`,
  );
});

test('diagnostics are taken of a space while a meeting runs there, and found by space and by correlator', async () => {
  const [one, two] = [await meeting('Room', '1001'), await meeting('Room', '1002')];
  const spaces = [one, two].map(({ xml }) => valueOf(xml, 'coSpace') ?? '');
  const ids = [];
  for (const space of spaces) ids.push((await bridge.request('POST', `coSpaces/${space}/diagnostics`)).created);
  expect(await bridge.get('system/diagnostics')).toBe(
    `${declaration}<diagnostics total="2"><diagnostics id="${ids[0]}"><label>Space 1</label></diagnostics><diagnostics id="${ids[1]}"><label>Space 2</label></diagnostics></diagnostics>`,
  );
  expect(await taken(`?coSpaceFilter=${spaces[1]}`)).toEqual([ids[1]]);
  expect(await taken(`?callCorrelatorFilter=${valueOf(one.xml, 'callCorrelator')}`)).toEqual([ids[0]]);
  await bridge.request('DELETE', `calls/${one.call}`);
  expect((await bridge.request('POST', `coSpaces/${spaces[0]}/diagnostics`)).text).toContain('<callDoesNotExist />');
});

test('diagnostics outlive their call, and go when they are deleted or when there are too many newer ones', async () => {
  const { call } = await meeting('Room', '1001');
  const first = (await bridge.request('POST', `calls/${call}/diagnostics`)).created;
  const second = (await bridge.request('POST', `calls/${call}/diagnostics`)).created;
  for (let n = 1; n < diagnosticsKept; n += 1) await bridge.request('POST', `calls/${call}/diagnostics`);
  await bridge.request('DELETE', `calls/${call}`);
  expect((await bridge.request('GET', `system/diagnostics/${first}`)).status).toBe(404);
  expect((await bridge.request('DELETE', `system/diagnostics/${second}`)).status).toBe(200);
  expect(await bridge.get('system/diagnostics')).toContain(`total="${diagnosticsKept - 1}"`);
});

test('what is not there is refused', async () => {
  expect((await bridge.request('POST', `calls/${unknownId}/diagnostics`)).text).toContain('<callDoesNotExist />');
  expect((await bridge.request('POST', `coSpaces/${unknownId}/diagnostics`)).text).toContain('<coSpaceDoesNotExist />');
  for (const [method, path] of [['GET', ''], ['GET', '/contents'], ['DELETE', '']] as const) {
    expect((await bridge.request(method, `system/diagnostics/${unknownId}${path}`)).status, method + path).toBe(404);
  }
});
