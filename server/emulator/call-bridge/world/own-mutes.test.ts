import { expect, test } from 'vitest';
import type { Command } from './command';
import { add, bridge, run } from './example-world';
import type { World } from './world';

const session = { webBridge: 'w', connection: 'c', userAgent: '' };
const mutes = (world: World) => [world.participants.get('g')?.rxAudioMute, world.participants.get('g')?.rxVideoMute];
const start = (muted: boolean): Command => ({ do: 'start-session', token: 'token g', session, changes: { rxAudioMute: muted, rxVideoMute: muted } });
const asClient = (muted: boolean): Command => ({ do: 'change-participant', participant: 'g', changes: { rxAudioMute: muted, rxVideoMute: muted }, asker: 'client' });

/** A bridge with a web app that comes muted, or not, and may not mute itself. */
function withGuest(isMuted: boolean, parameters: Record<string, string> = { muteSelfAllowed: 'false', videoMuteSelfAllowed: 'false' }): World {
  const world = bridge();
  run(world, add('g', 'm', { kind: 'web-app', state: 'initial', rxAudioMute: isMuted, rxVideoMute: isMuted, parameters }));
  return world;
}

test.each([
  ['muted by the bridge', true, false, true],
  ['muted by themselves', false, true, true],
  ['with everything open', false, false, false],
])('without the right to mute oneself, whoever arrives %s stays so', (_name, isMuted, comesMuted, stays) => {
  const world = withGuest(isMuted);
  run(world, start(comesMuted));
  expect(mutes(world)).toEqual([stays, stays]);
  run(world, asClient(!stays));
  expect(mutes(world)).toEqual([stays, stays]);
  run(world, { do: 'change-participant', participant: 'g', changes: { rxAudioMute: !stays }, asker: 'bridge' });
  expect(mutes(world)).toEqual([!stays, stays]);
});

test('sound and picture have a right each', () => {
  const world = withGuest(true, { videoMuteSelfAllowed: 'false' });
  run(world, start(false));
  expect(mutes(world)).toEqual([false, true]);
});

test('the meeting can give everybody the right to mute their sound', () => {
  const world = withGuest(true);
  run(world, start(false), { do: 'change-call', call: 'call m', changes: { allowAllMuteSelf: true } }, asClient(false));
  expect(mutes(world)).toEqual([false, true]);
});
