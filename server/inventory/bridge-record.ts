import type { CallBridge } from '@/lib/meeting/call-bridge';
import type { Participant } from '@/lib/meeting/participant';
import { CallMembers } from '@/server/inventory/call-members';
import type { CallFact, ParticipantFact } from '@/server/inventory/facts';

/** All that one bridge has said and not taken back. No cost here depends on how many calls there are. */
export class BridgeRecord {
  readonly calls = new Map<string, CallFact>();
  readonly participants = new Map<string, ParticipantFact>();
  readonly #members = new CallMembers();

  #callBridge: CallBridge;
  #home: Participant['callBridge'];

  constructor(callBridge: CallBridge) {
    this.#callBridge = callBridge;
    this.#home = homeOf(callBridge);
  }

  get callBridge(): CallBridge {
    return this.#callBridge;
  }

  /** The bridge as the home of participants: one object for all of them, as long as it says the same. */
  get home(): Participant['callBridge'] {
    return this.#home;
  }

  describe(callBridge: CallBridge): void {
    this.#callBridge = callBridge;
    if (callBridge.name !== this.#home.name || callBridge.version !== this.#home.version) this.#home = homeOf(callBridge);
  }

  membersOf(call: string): string[] {
    return this.#members.of(call);
  }

  /** @returns whether nothing was known of the participant before */
  putParticipant(participant: ParticipantFact): boolean {
    const before = this.participants.get(participant.id);
    this.participants.set(participant.id, participant);
    if (before?.call !== participant.call) {
      if (before) this.#members.leave(before.call, before.id);
      this.#members.join(participant.call, participant.id);
    }
    return before === undefined;
  }

  /** @returns what was known of the participant; undefined if nothing was */
  dropParticipant(id: string): ParticipantFact | undefined {
    const before = this.participants.get(id);
    if (before) this.#members.leave(before.call, id);
    this.participants.delete(id);
    return before;
  }
}

function homeOf({ id, name, version }: CallBridge): Participant['callBridge'] {
  return { id, name, version };
}
