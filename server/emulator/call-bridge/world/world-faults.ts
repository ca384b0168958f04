import { isAbandoned } from './call-rules';
import { isActivating, mayEnter } from './lobby-rules';
import { isDeactivated, taskOf } from './participant';
import type { Participant } from './participant';
import { everybodyIn, localParticipants } from './world';
import type { Call, World } from './world';

/** What does not fit together in a world between two commands, in words; empty if nothing. */
export function worldFaults(world: World, nowMs: number): string[] {
  const calls = [...world.calls.values()];
  return [
    ...indexFaults(world),
    ...accountFaults(world),
    ...calls.flatMap((call) => lobbyFaults(world, call, nowMs)),
    ...calls.flatMap((call) => callFaults(world, call)),
  ];
}

function indexFaults(world: World): string[] {
  const { calls, callsByCorrelator, callsByCoSpace, participants, remotes, legs, counters } = world;
  const inSpaces = [...calls.values()].filter(({ coSpace }) => coSpace !== null);
  const listed = [...calls.values()].flatMap(({ local }) => [...local]);
  const listedRemotes = [...calls.values()].flatMap(({ remote }) => [...remote]);
  const faults = [...participants.values()].flatMap(({ id, call, leg }) => [
    ...(calls.get(call)?.local.has(id) ? [] : [`${id} is not in the call that they say they are in`]),
    ...(legs.get(leg) === id ? [] : [`the call leg of ${id} is not theirs`]),
    ...(remotes.has(id) ? [`${id} is local and remote`] : []),
  ]);
  if (callsByCorrelator.size !== calls.size) faults.push(`${calls.size} calls have ${callsByCorrelator.size} correlators`);
  if (callsByCoSpace.size !== inSpaces.length) faults.push(`${inSpaces.length} calls are in ${callsByCoSpace.size} spaces`);
  if (listed.length !== participants.size) faults.push(`calls list ${listed.length} people, there are ${participants.size}`);
  if (listedRemotes.length !== remotes.size) faults.push(`calls list ${listedRemotes.length} remote people, there are ${remotes.size}`);
  if (legs.size !== participants.size) faults.push(`${legs.size} call legs for ${participants.size} people`);
  if (counters.callLegsMaxActive < legs.size) faults.push('there were never as many call legs as there are');
  return faults;
}

/** A web app participant has a token, a guest among them an account, and nobody else has either. */
function accountFaults({ participants, guests, tokens }: World): string[] {
  const webApp = [...participants.values()].filter(({ token }) => token !== null);
  const ofGuests = webApp.flatMap(({ guest }) => guest ?? []);
  return [
    ...(webApp.every(({ token, id }) => tokens.get(token ?? '')?.participant === id) ? [] : ['a token is not its participant\'s']),
    ...(webApp.length === tokens.size ? [] : [`${tokens.size} tokens for ${webApp.length} web apps`]),
    ...(ofGuests.length === guests.size && ofGuests.every((user) => guests.has(user)) ? [] : [`${guests.size} accounts for ${ofGuests.length} guests`]),
  ];
}

function lobbyFaults(world: World, call: Call, nowMs: number): string[] {
  const people = localParticipants(world, call);
  const faults = people.filter((who) => who.activation === 'waiting' && mayEnter(world, call, who)).map(({ id }) => `${id} waits for nothing`);
  if (everybodyIn(world, call).some(isActivating)) return faults;
  return [...faults, ...people.filter((who) => isOverdue(call, who, nowMs)).map(({ id }) => `${id} is in without an activator`)];
}

function isOverdue({ activatorsGoneSinceMs }: Call, who: Participant, nowMs: number): boolean {
  const { isActivator, activation, deactivationMode, deactivationModeTimeSeconds } = who;
  if (isActivator || activation !== 'active' || deactivationMode === 'remainActivated') return false;
  return activatorsGoneSinceMs === null || activatorsGoneSinceMs + deactivationModeTimeSeconds * 1_000 < nowMs;
}

function callFaults(world: World, call: Call): string[] {
  const { id, correlator, coSpace, local, maxCallLegs, settings } = call;
  const people = localParticipants(world, call);
  const presenting = people.filter(({ presentingSince }) => presentingSince !== null);
  const faults: string[] = [];
  if (world.callsByCorrelator.get(correlator) !== id) faults.push(`${id} is not found by its correlator`);
  if (coSpace !== null && world.callsByCoSpace.get(coSpace) !== id) faults.push(`${id} is not found by its space`);
  if (maxCallLegs < local.size) faults.push(`${id} never had as many legs as it has`);
  if (isAbandoned(world, call)) faults.push(`${id} is held open by nobody`);
  if (presenting.length > 1) faults.push(`${presenting.length} have the floor in ${id}`);
  if (presenting.some(isDeactivated)) faults.push(`somebody presents from the lobby of ${id}`);
  if (people.some((who) => (taskOf(who) === 'recording' && !settings.recording) || (taskOf(who) === 'streaming' && !settings.streaming))) {
    faults.push(`a machine in ${id} has nothing to do`);
  }
  return faults;
}
