import { applyFact } from './apply-fact';
import type { Command } from './command';
import type { Fact } from './fact';
import { isActivating } from './lobby-rules';
import { isMachine } from './participant';
import { decided } from './rule';
import type { Outcome } from './rule';
import { transition } from './transition';
import type { World } from './world';

/**
 * Decides a command, applies its facts, and then whatever follows by itself: the lobby that opens, the people who fall
 * out of the meeting. Returns all facts in the order in which they hold, or the refusal, with the world as it was.
 */
export function runCommand(world: World, command: Command, nowMs: number): Outcome {
  const outcome = transition(world, command, nowMs);
  if (!outcome.ok) return outcome;
  for (const fact of outcome.facts) applyFact(world, fact);
  const unsettled = new Set(outcome.facts.flatMap((fact) => callUnsettledBy(fact) ?? []));
  if (unsettled.size === 0) return outcome;
  const followed = [...unsettled].map((call) => runCommand(world, { do: 'settle', call }, nowMs));
  return decided(...outcome.facts, ...followed.flatMap((each) => (each.ok ? each.facts : [])));
}

const unsettlingSettings = ['locked', 'recording', 'streaming'] as const;

/** The call in which others may have to come in or go out after this fact. Most facts leave everybody where they are. */
function callUnsettledBy(fact: Fact): string | null {
  switch (fact.is) {
    case 'participant-added':
    case 'participant-removed':
      return isActivating(fact.participant) || isMachine(fact.participant) ? fact.participant.call : null;
    case 'participant-changed':
      return isActivating(fact.before) !== isActivating(fact.participant) || fact.before.isActivator !== fact.participant.isActivator
        ? fact.participant.call
        : null;
    case 'remote-noted':
      return isActivating(fact.before) !== isActivating(fact.remote) || (fact.before !== null && isMachine(fact.before) !== isMachine(fact.remote))
        ? fact.remote.call
        : null;
    case 'remote-forgotten':
      return fact.remote.call;
    case 'call-changed':
      return unsettlingSettings.some((name) => fact.before.settings[name] !== fact.call.settings[name]) ? fact.call.id : null;
    default:
      return null;
  }
}
