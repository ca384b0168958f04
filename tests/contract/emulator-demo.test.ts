import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { manualClock } from '@/server/emulator/clock';
import { startEmulator } from '@/server/emulator/emulator';
import { joinHeadless } from '@/server/emulator/web-app/headless/join-headless';
import { addPerson, worldOf } from '../support/emulated-bridge';
import type { WorldView } from '../support/emulated-bridge';
import { worldFaults } from '../support/world-faults';

type Person = WorldView['callBridges'][number]['calls'][number]['participants'][number];

const everybody = ({ callBridges }: WorldView): Person[] => callBridges.flatMap(({ calls }) => calls.flatMap(({ participants }) => participants));

test('the demo lives: speakers change, people mute, come and go, and whoever joined by themselves or was brought in is left alone', async () => {
  const clock = manualClock();
  const emulator = await startEmulator({ basePort: 0, scenario: 'demo', seed: 'life', clock, tempo: { mediaDelayMs: 0 } });
  const webBridgeUrl = emulator.nodes.find(({ name }) => name === 'wbcms1')?.http ?? '';
  const visitor = await joinHeadless({ webBridgeUrl, numericId: '1001', name: 'Visitor' });
  const brought = ['Brought A', 'Brought B', 'Brought C', 'Brought D', 'Brought E', 'Brought F'];
  for (const [at, name] of brought.entries()) await addPerson(emulator, { kind: at % 2 === 0 ? 'web-app' : 'sip', name, numericId: '1005' });
  const spoke = new Set<string>();
  const names = new Set<string>();
  let muted = 0;
  for (let second = 0; second < 300; second += 1) {
    clock.advance(1_000);
    await turn();
    if (second % 10 > 0) continue;
    for (const person of everybody(await worldOf(emulator))) {
      names.add(person.name);
      if (person.speaking) spoke.add(person.name);
      muted += Number(person.rxAudioMute);
    }
  }
  await expect.poll(async () => worldFaults(await worldOf(emulator))).toEqual([]);
  expect(spoke.size).toBeGreaterThan(5);
  expect(muted).toBeGreaterThan(0);
  expect(names.size).toBeGreaterThan(everybody(await worldOf(emulator)).length);
  expect(visitor.state).toMatchObject({ phase: 'in-call', moves: 0 });
  expect(everybody(await worldOf(emulator)).filter(({ name, rxAudioMute }) => brought.includes(name) && !rxAudioMute).map(({ name }) => name).sort()).toEqual(brought);
  for (const { calls } of (await worldOf(emulator)).callBridges) for (const call of calls) expect(call.participants.length + call.remoteParticipants.length).toBeGreaterThan(1);
  visitor.leave();
  await emulator.close();
});
