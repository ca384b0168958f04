import { callRules } from './call-rules';
import type { Command } from './command';
import { lobbyRules } from './lobby-rules';
import { participantRules } from './participant-rules';
import { peerRules } from './peer-rules';
import type { Outcome, Rules } from './rule';
import type { World } from './world';

/** How each command is decided. */
export const rules: Rules = { ...callRules, ...participantRules, ...lobbyRules, ...peerRules };

/**
 * Decides what a command does to a bridge's world: the facts that follow, in order, or why it is refused. It changes
 * nothing itself, draws no ids and reads no clock: `nowMs` is milliseconds since 1970.
 */
export function transition(world: World, command: Command, nowMs: number): Outcome {
  const rule = rules[command.do] as (world: World, command: Command, nowMs: number) => Outcome;
  return rule(world, command, nowMs);
}
