import type { CoSpace } from '../../cluster/configuration';
import { meetingRulesOf } from '../../cluster/meeting-rules';
import type { FaultOccasion } from '../../faults/armed-faults';
import type { BridgeCore } from '../bridge-core';
import { locate, logMove, movePlacement } from '../placing/move-participant';
import { anotherSpace } from '../placing/move-faults';
import { logAskedFor } from '../placing/placement-log';
import { placeHere } from '../placing/placer';
import type { PlacerParts } from '../placing/placer';
import { callOf } from '../world/call-rules';
import type { Call } from '../world/world';

/** Reasons for the end of a call leg. Source: `docs/cms-wire.md`, section 5. */
const barredBecause = { 'guest-not-admitted': 'localTeardown', 'encryption-required': 'encryptionRequired' } as const;

/** Whoever moves people on. Of their request the bridge's API trace shows nothing. */
const someoneElse = { from: '127.0.0.1', user: 'someone-else' };

/** Step 11 of a move: why the newcomer whose browser has come is thrown out instead of let in; null if they may come. */
export function refusedOnArrival(core: BridgeCore, participant: string): keyof typeof barredBecause | null {
  const occasion = arrivalOf(core, participant);
  if (!occasion) return null;
  const barred = (['guest-not-admitted', 'encryption-required'] as const).find((fault) => core.faults.take(fault, occasion));
  if (!barred) return null;
  core.log.write(`participant ${participant} may not join: ${barred}`, 'user', 'warning');
  core.run({ do: 'remove-participant', participant, reason: barredBecause[barred] });
  return barred;
}

/** Whether somebody else moves the newcomer on before they have media: another one is made, and the browser sent there. */
export function isMovedOn(parts: PlacerParts, participant: string): boolean {
  const { core } = parts;
  const occasion = arrivalOf(core, participant);
  const located = occasion && locate(core, { participant });
  const space = located && anotherSpace(core, spaceOf(core, occasion.correlator));
  if (!space || !core.faults.take('moved-again', occasion)) return false;
  const target = runningCall(core, space);
  if (!target) return false;
  const from = { participant, callBridge: core.id };
  logMove(core, from, located, target.id);
  void placeHere(parts, movePlacement(core, target, from, located, { settings: {}, lobby: { needsActivation: false } })).then(({ answer, afterwards }) => {
    if (answer.ok) logAskedFor(core, someoneElse, answer.participant, target.id);
    afterwards?.();
  });
  return true;
}

/** The call of a space, which is started if there is none. */
function runningCall(core: BridgeCore, { id, name }: CoSpace): Call | null {
  const wanted = { id: core.ids.guid(), correlator: core.ids.guid(), coSpace: id, name, startedAtMs: core.clock.now(), activeWhenEmpty: false, rules: meetingRulesOf(core.cluster, id) };
  core.run({ do: 'start-call', call: wanted });
  return callOf(core.world, wanted);
}

function spaceOf({ world }: BridgeCore, correlator: string): string | null {
  return world.calls.get(world.callsByCorrelator.get(correlator) ?? '')?.coSpace ?? null;
}

/** Null for somebody who comes by themselves, and where nothing is armed. */
function arrivalOf(core: BridgeCore, participant: string): FaultOccasion & { correlator: string } | null {
  const moved = core.world.participants.get(participant);
  if (core.faults.isEmpty || !moved?.movedFrom) return null;
  return { callBridge: core.name, participant, correlator: core.world.calls.get(moved.call)?.correlator ?? '' };
}
