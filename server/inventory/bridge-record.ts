import type { CallBridge } from '@/lib/meeting/call-bridge';
import { CallMembers } from '@/server/inventory/call-members';
import type { CallFact, ParticipantFact } from '@/server/inventory/facts';

/** All that one bridge has said and not taken back. No cost here depends on how many calls there are. */
export class BridgeRecord {
  readonly calls = new Map<string, CallFact>();
  readonly participants = new Map<string, ParticipantFact>();
  readonly #members = new CallMembers();

  constructor(public callBridge: CallBridge) {}

  membersOf(call: string): string[] {
    return this.#members.of(call);
  }

  putParticipant(participant: ParticipantFact): void {
    const before = this.participants.get(participant.id);
    if (before && before.call !== participant.call) this.#members.leave(before.call, before.id);
    this.participants.set(participant.id, participant);
    this.#members.join(participant.call, participant.id);
  }

  /** @returns what was known of the participant; undefined if nothing was */
  dropParticipant(id: string): ParticipantFact | undefined {
    const before = this.participants.get(id);
    if (before) this.#members.leave(before.call, id);
    this.participants.delete(id);
    return before;
  }
}
