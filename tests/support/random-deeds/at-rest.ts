import { setTimeout as delay } from 'node:timers/promises';
import { askControl, emulatedBridge, valueOf, worldOf } from '../emulated-bridge';
import type { WorldView } from '../emulated-bridge';
import { worldFaults } from '../world-faults';
import { bridgeNames } from './stage';
import type { Stage } from './stage';

/** Longer than links take that are opened again after a while, and than faults keep an answer away. */
const usualPatienceMs = 30_000;
const lookAgainMs = 20;

/**
 * Puts networks back, clears faults, and waits until everybody has arrived or has been given up; then everything must fit together.
 * @param patienceMs throws with what does not fit yet after that long
 */
export async function comeToRest(stage: Stage, patienceMs = usualPatienceMs): Promise<void> {
  const { emulator } = stage;
  await askControl(emulator, 'DELETE', '/faults');
  for (const name of bridgeNames) await askControl(emulator, 'PUT', `/call-bridges/${name}`, { down: false });
  await untilNothing(() => whatIsWrong(stage), patienceMs);
}

/** Has every client leave, and waits until nothing is left of them. */
export async function sendHome({ emulator, clients }: Stage): Promise<void> {
  for (const client of clients.splice(0)) client.leave();
  await untilNothing(async () => {
    const { callBridges } = await worldOf(emulator);
    return callBridges.flatMap(({ name, guests, tokens }) => [...guests, ...tokens].map(({ participant }) => `${participant} left something on ${name}`));
  });
}

/** Looks until there is nothing to see; throws with what is still there after that long. */
async function untilNothing(look: () => Promise<string[]>, patienceMs = usualPatienceMs): Promise<void> {
  const endMs = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen.length === 0) return;
    if (performance.now() > endMs) throw new Error(seen.join('\n'));
    await delay(lookAgainMs);
  }
}

async function whatIsWrong(stage: Stage): Promise<string[]> {
  const { callBridges } = await worldOf(stage.emulator);
  const people = callBridges.flatMap(({ calls }) => calls.flatMap(({ participants }) => participants));
  const counted = await Promise.all(callBridges.map((bridge) => counterFaults(stage, bridge)));
  return [
    ...people.filter(({ state }) => state !== 'connected').map(({ id, state }) => `${id} is still ${state}`),
    ...worldFaults({ callBridges }),
    ...counted.flat(),
    ...clientFaults(stage, callBridges),
  ];
}

/** What the API counts is what is there. */
async function counterFaults({ emulator }: Stage, { name, calls, remotes }: WorldView['callBridges'][number]): Promise<string[]> {
  const bridge = emulatedBridge(emulator, name);
  const total = async (path: string): Promise<number> => Number(/ total="(\d+)"/.exec(await bridge.get(path))?.[1]);
  const people = calls.flatMap(({ participants }) => participants);
  const each = await Promise.all(
    calls.map(async (call) => {
      const xml = await bridge.get(`calls/${call.id}`);
      return [
        ...differs(`local people of ${call.id}`, Number(valueOf(xml, 'numParticipantsLocal')), call.participants.length),
        ...differs(`remote people of ${call.id}`, Number(valueOf(xml, 'numParticipantsRemote')), call.remoteParticipants.length),
        ...differs(`people of ${call.id}`, await total(`calls/${call.id}/participants`), call.participants.length + call.remoteParticipants.length),
        ...differs(`legs of ${call.id}`, await total(`calls/${call.id}/callLegs`), Number(valueOf(xml, 'numCallLegs'))),
      ];
    }),
  );
  return [
    ...differs(`calls of ${name}`, await total('calls'), calls.length),
    ...differs(`people of ${name}`, await total('participants'), people.length + remotes.length),
    ...differs(`legs of ${name}`, Number(valueOf(await bridge.get('system/status'), 'callLegsActive')), people.length),
    ...each.flat(),
  ];
}

function differs(what: string, counted: number, there: number): string[] {
  return counted === there ? [] : [`${counted} ${what} are counted, and there are ${there}`];
}

/** Every web app that is in a call is somebody there, and sees everybody else in it. */
function clientFaults({ clients }: Stage, callBridges: WorldView['callBridges']): string[] {
  const calls = callBridges.flatMap((bridge) => bridge.calls);
  return clients.flatMap(({ state: { phase, people } }) => {
    if (phase !== 'in-call') return [];
    const self = people.find((person) => person.self)?.id ?? '';
    const call = calls.find(({ participants }) => participants.some(({ id }) => id === self));
    return call ? [] : [`a client takes itself for ${self}, who is in no call`];
  });
}
