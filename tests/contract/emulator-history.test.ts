import { afterEach, expect, test } from 'vitest';
import { createCluster, type TestCluster } from '@/server/emulator/create-cluster';
import { addPerson, askControl, emulatedBridge, worldOf } from '../support/emulated-bridge';
import { readHistory, successorsOf } from '../support/emulator-history';

let emulator: TestCluster;
afterEach(() => emulator.close());

async function callOf(name: string): Promise<string> {
  const { callBridges } = await worldOf(emulator);
  return callBridges.flatMap(({ calls }) => calls).find((call) => call.name === name)?.id ?? '';
}

test('the history tells of a move what was asked, what it made, and where the person was before and after', async () => {
  emulator = await createCluster();
  const ana = await addPerson(emulator, { kind: 'sip', name: 'Ana', numericId: '1001', callBridge: 'cb1' });
  await addPerson(emulator, { kind: 'sip', name: 'Host', numericId: '1002', callBridge: 'cb1' });
  const bridge = emulatedBridge(emulator, 'cb1');
  await bridge.request('PUT', `participants/${ana.participant}`, 'rxAudioMute=true');
  const path = `calls/${await callOf('Space 2')}/participants`;
  const { created } = await bridge.request('POST', path, `movedParticipant=${ana.participant}&rxAudioMute=true`, { 'user-agent': 'a test' });
  await expect.poll(async () => {
    emulator.clock.advance(1_000);
    return (await readHistory(emulator.control)).lives.get(ana.participant)?.hasLeft;
  }).toBe(true);

  const history = await readHistory(emulator.control);
  expect(history.moves).toMatchObject([{ agent: 'a test', participant: ana.participant, status: 200, created }]);
  expect(successorsOf(history, ana.participant).map(({ id }) => id)).toEqual([ana.participant, created]);
  const told = [...history.lives.values()].filter(({ name }) => name === 'Ana').map(({ stays }) => stays.map(({ what, state, audioMuted }) => [what, state, audioMuted]));
  expect(told).toEqual([
    [['came', 'connected', false], ['changed', 'connected', true], ['left', 'connected', true]],
    [['came', 'initial', true], ['changed', 'connected', true]],
  ]);
});

test('reads, people who speak, and what is asked about spaces are not in it, and a wrong number is refused', async () => {
  emulator = await createCluster();
  const { callBridge } = await addPerson(emulator, { kind: 'sip', name: 'Ana', numericId: '1001', callBridge: 'cb1' });
  const bridge = emulatedBridge(emulator, callBridge);
  await bridge.get('calls');
  await bridge.request('POST', 'coSpaces', 'name=Secret&passcode=1234');
  const { body } = await askControl(emulator, 'GET', '/history');
  expect(body['history']).toMatchObject([{ number: 1, what: 'came', name: 'Ana' }]);
  expect((await askControl(emulator, 'GET', '/history?after=-1')).status).toBe(422);
});
