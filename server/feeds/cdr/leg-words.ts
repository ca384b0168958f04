import type { CallLegDetails } from '@/server/bridge-client/bridge-objects';
import type { CdrRecord } from '@/server/feeds/cdr/read-records';
import { BoundedMemory } from '@/server/inventory/bounded-memory';

/** More legs than a bridge has at once; the ends of those before are of no use any more. */
const legsKept = 10_000;

/** What a record says of somebody's call leg. Null where it does not say. */
export interface LegWord {
  readonly participant: string;
  /** What the leg is: told when it starts. */
  readonly leg: Pick<CallLegDetails, 'type' | 'subType' | 'recording' | 'streaming'> | null;
  /** Whether they wait in the lobby: told of a leg that is connected. */
  readonly deactivated: boolean | null;
  /** Why it ended: told when it has. */
  readonly reason: string | null;
}

/** Makes words of the records of one bridge. */
export class LegWords {
  readonly #participants = new BoundedMemory<string, string>(legsKept);

  /**
   * Null for a record that is not about a leg. `groupId` is the participant, which is not told again when the leg ends.
   * Source: docs/cms-wire.md, section 5.
   */
  read({ type, subject, fields }: CdrRecord): LegWord | null {
    if (type !== 'callLegStart' && type !== 'callLegUpdate' && type !== 'callLegEnd') return null;
    const participant = fields.get('groupId') || this.#participants.get(subject) || subject;
    if (type === 'callLegEnd') this.#participants.delete(subject);
    else this.#participants.set(subject, participant);
    const leg = {
      type: fields.get('type') || null,
      subType: fields.get('subType') || null,
      recording: fields.get('recording') === 'true',
      streaming: fields.get('streaming') === 'true',
    };
    const deactivated = fields.get('deactivated');
    return {
      participant,
      leg: type === 'callLegStart' ? leg : null,
      deactivated: deactivated === 'true' ? true : deactivated === 'false' ? false : null,
      reason: (type === 'callLegEnd' && fields.get('reason')) || null,
    };
  }
}
