import type { Fact } from './fact';
import type { Participant } from './participant';
import type { Call, World } from './world';

/** The only place that changes a world. A fact that `transition` decided always fits. */
export function applyFact(world: World, fact: Fact): void {
  switch (fact.is) {
    case 'call-started':
      return putCall(world, fact.call);
    case 'call-changed':
      if (fact.before.correlator !== fact.call.correlator) world.callsByCorrelator.delete(fact.before.correlator);
      return putCall(world, fact.call);
    case 'call-ended':
      return removeCall(world, fact.call);
    case 'participant-added':
      return addParticipant(world, fact.participant);
    case 'participant-changed':
      world.participants.set(fact.participant.id, fact.participant);
      return;
    case 'participant-removed':
      world.participants.delete(fact.participant.id);
      world.legs.delete(fact.participant.leg);
      world.counters.callLegsCompleted += 1;
      world.calls.get(fact.participant.call)?.local.delete(fact.participant.id);
      return;
    case 'activators-noted':
      return putCall(world, { ...fact.call, activatorsGoneSinceMs: fact.goneSinceMs });
    case 'guest-created':
      world.guests.set(fact.account.user, fact.account);
      return;
    case 'guest-destroyed':
      world.guests.delete(fact.account.user);
      return;
    case 'token-issued':
      world.tokens.set(fact.token.id, fact.token);
      return;
    case 'token-revoked':
      world.tokens.delete(fact.token.id);
      return;
    case 'remote-noted':
      world.remotes.set(fact.remote.id, fact.remote);
      world.calls.get(fact.remote.call)?.remote.add(fact.remote.id);
      return;
    case 'remote-forgotten':
      world.remotes.delete(fact.remote.id);
      world.calls.get(fact.remote.call)?.remote.delete(fact.remote.id);
      return;
    case 'peer-instance-noted': {
      const instances = world.peers.get(fact.peer) ?? new Map();
      world.peers.set(fact.peer, instances.set(fact.instance.correlator, fact.instance));
      return;
    }
    case 'peer-instance-forgotten':
      world.peers.get(fact.peer)?.delete(fact.correlator);
      return;
  }
}

function putCall(world: World, call: Call): void {
  world.calls.set(call.id, call);
  world.callsByCorrelator.set(call.correlator, call.id);
  if (call.coSpace !== null) world.callsByCoSpace.set(call.coSpace, call.id);
}

function removeCall(world: World, call: Call): void {
  world.calls.delete(call.id);
  world.callsByCorrelator.delete(call.correlator);
  if (call.coSpace !== null) world.callsByCoSpace.delete(call.coSpace);
  // Peers tell us of their people only as long as we host the meeting.
  for (const id of call.remote) world.remotes.delete(id);
}

function addParticipant(world: World, participant: Participant): void {
  world.participants.set(participant.id, participant);
  world.legs.set(participant.leg, participant.id);
  world.counters.nextLogNumber += 1;
  world.counters.callLegsMaxActive = Math.max(world.counters.callLegsMaxActive, world.legs.size);
  const call = world.calls.get(participant.call);
  if (!call) return;
  call.local.add(participant.id);
  if (call.local.size > call.maxCallLegs) world.calls.set(call.id, { ...call, maxCallLegs: call.local.size });
}
