import type { FaultCode } from '../../faults/fault-table';
import type { BridgeCore } from '../bridge-core';
import type { Call } from '../world/world';
import { created, failed } from './answer';
import type { Answer } from './answer';

/** Step 1 of a move: what it is answered with without anything being done. Each failure is the one that a real cause has. */
const answers = {
  'cannot-move': () => failed('participantCannotBeModified'),
  'target-gone': () => failed('callDoesNotExist'),
  'participant-limit': () => failed('participantLimitReached'),
  // Names a newcomer who is never made.
  'bridge-ignores': ({ ids }) => created(`participants/${ids.guid()}`),
} as const satisfies Partial<Record<FaultCode, (core: BridgeCore) => Answer>>;

/** The answer that a fault gives to a move, if one is armed for this person, meeting or call bridge. */
export function faultyAnswer(core: BridgeCore, { correlator }: Call, participant: string): Answer | null {
  if (core.faults.isEmpty) return null;
  const faults = Object.keys(answers) as (keyof typeof answers)[];
  const fault = faults.find((one) => core.faults.take(one, { callBridge: core.name, participant, correlator }));
  return fault ? answers[fault](core) : null;
}
