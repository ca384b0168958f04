// A process with Usher's feeds and inventory on light bridges, so that what they take is theirs alone. It does what its parent says.
import { setTimeout as pause } from 'node:timers/promises';
import { followLightBridges, type Followed } from './follow-light-bridges';
import type { FromFollower, ToFollower } from './following';
import { HeldClock } from './held-clock';
import { LightBridges } from './light-bridges';

/** Longer than a connection is kept open for the next request, and than what was asked before takes. */
const untilStillMs = 6_000;

const clock = new HeldClock();
let following: { readonly light: LightBridges; readonly followed: Followed } | null = null;

process.on('message', (message: ToFollower) => {
  void obey(message).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));

async function obey(message: ToFollower): Promise<FromFollower> {
  if (message.do === 'open') {
    const light = await LightBridges.open(message.bridges, message.calls, message.people);
    following = { light, followed: await followLightBridges(light, message.bridges * message.people, clock) };
  }
  if (message.do === 'hold') {
    clock.hold();
    await pause(untilStillMs);
  }
  if (message.do === 'flow' && following) return spent(following, message);
  return { microseconds: 0, changes: 0, heard: 0 };
}

async function spent({ light, followed }: NonNullable<typeof following>, flow: Extract<ToFollower, { do: 'flow' }>): Promise<FromFollower> {
  let heard = 0;
  const stop = followed.bridges.inventory.subscribe(({ event }) => (heard += event === 'participant' ? 1 : 0));
  const before = process.cpuUsage();
  const changes = await light.flow(flow);
  const { user, system } = process.cpuUsage(before);
  stop();
  return { microseconds: user + system, changes, heard };
}
