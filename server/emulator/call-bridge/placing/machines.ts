import type { Fact } from '../world/fact';
import { isMachine, taskOf } from '../world/participant';
import { everybodyIn, identityOf, localParticipants, remoteParticipants } from '../world/world';
import type { Call } from '../world/world';
import { placeHere } from './placer';
import type { PlacerParts } from './placer';

type Task = 'recording' | 'streaming';

const machines = { recording: 'recorder', streaming: 'streamer' } as const;
const tasks: readonly Task[] = ['recording', 'streaming'];

/**
 * Calls the recorder, or streamer, of a meeting that is to have one, once there is somebody to record. When it goes away
 * by itself the meeting is recorded no longer. That it leaves when it is no longer wanted is for the world.
 */
export function followForMachines(parts: () => PlacerParts): (facts: readonly Fact[]) => void {
  return (facts) => {
    for (const fact of facts) {
      const { core } = parts();
      const call = core.world.calls.get(callConcerned(fact) ?? '');
      if (!call || !tasks.some((task) => call.settings[task])) continue;
      const lost = fact.is === 'participant-removed' ? taskOf(fact.participant) : null;
      core.timers.after(0, () => {
        const now = core.world.calls.get(call.id);
        if (!now) return;
        if (lost !== null) core.run({ do: 'change-call', call: now.id, changes: { [lost]: false } });
        else for (const task of tasks) if (isMissing(parts(), now, task)) void callIn(parts(), now, task);
      });
    }
  };
}

/** Of the bridges with people of a meeting the one with the smallest id has the recorder, so that there is only one. */
function isMissing({ core }: PlacerParts, call: Call, task: Task): boolean {
  return (
    call.settings[task] &&
    remoteParticipants(core.world, call).every((who) => isMachine(who) || core.id < who.home) &&
    localParticipants(core.world, call).some((who) => who.state === 'connected' && !isMachine(who)) &&
    !everybodyIn(core.world, call).some((who) => taskOf(who) === task)
  );
}

/**
 * Has a meeting that people are in recorded, by a recorder of that name called from this bridge unless there is one.
 * @returns the recorder's participant, who need not have answered yet
 */
export async function record(parts: PlacerParts, call: Call, name: string): Promise<string | null> {
  const there = everybodyIn(parts.core.world, call).find((who) => taskOf(who) === 'recording');
  if (there) return there.id;
  parts.core.run({ do: 'change-call', call: call.id, changes: { recording: true } });
  // In the same turn, so that no other recorder is found to be missing.
  return callIn(parts, call, 'recording', name);
}

async function callIn(parts: PlacerParts, call: Call, task: Task, name = ''): Promise<string | null> {
  const { core } = parts;
  const uri = call.rules[`${task}Uri`] ?? `${machines[task]}@${core.cluster.sipDomain}`;
  const { answer, afterwards } = await placeHere(parts, {
    meeting: identityOf(call),
    kind: machines[task],
    name,
    userJid: null,
    uri,
    originalUri: uri,
    direction: 'outgoing',
    entrance: { coSpace: call.coSpace, accessMethod: null, user: null },
    settings: {},
    lobby: {},
    purpose: { why: 'dial' },
  });
  afterwards?.();
  return answer.ok ? answer.participant : null;
}

function callConcerned(fact: Fact): string | null {
  switch (fact.is) {
    case 'call-changed':
      return fact.call.id;
    case 'participant-added':
    case 'participant-changed':
    case 'participant-removed':
      return fact.participant.call;
    case 'remote-forgotten':
      return fact.remote.call;
    default:
      return null;
  }
}
